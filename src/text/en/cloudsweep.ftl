# Every word that a user reads. Numbers are written with their separators by the program; sizes,
# times and names come as they are to be read.

program = Cloudsweep

## On several pages

back = Back
cancel = Cancel
clear = Clear
dismiss = Dismiss
ok = OK
save = Save
writing = Saving

jobs = Jobs
library = Library
receipts = Receipts
show-jobs = Show the jobs
show-plan = Show the plan
show-preview = Show the preview
show-receipt = Show the receipt

api-key = API key
api-secret = API secret
cloud-name = Cloud name
production = Production
practice-library = Practice library

region = Region
region-us = United States
region-eu = Europe
region-ap = Asia Pacific
region-own = Own address
switch-region = Switch to { $region }

## Counts

assets = { $number ->
    [one] { $number } asset
   *[other] { $number } assets
}
images = { $number ->
    [one] { $number } image
   *[other] { $number } images
}
videos = { $number ->
    [one] { $number } video
   *[other] { $number } videos
}
files = { $number ->
    [one] { $number } file
   *[other] { $number } files
}
copies = { $number ->
    [one] { $number } copy
   *[other] { $number } copies
}
copies-of = copies of { $originals }
assets-so-far = { $planned ->
    [one] { $done } of { $planned } asset
   *[other] { $done } of { $planned } assets
}
copies-of-so-far = { $planned ->
    [one] copies of { $done } of { $planned } asset
   *[other] copies of { $done } of { $planned } assets
}
copies-so-far = { $planned ->
    [one] { $done } of { $planned } copy
   *[other] { $done } of { $planned } copies
}
per-cent = { $number }%
resized-copies = { $number ->
    [one] { $number } resized copy
   *[other] { $number } resized copies
}
found-so-far = { $number ->
    [one] { $number } asset found so far
   *[other] { $number } assets found so far
}
without-backup = { $number } without backup

## First page

welcome-title-first = Clear out Cloudinary,
welcome-title-second = without regrets.
welcome-sentence = Choose images, videos and files, see exactly what will go, and only then delete it. Every deletion ends with a receipt.
welcome-another = Connect to another environment
welcome-practice = Try it on a practice library
welcome-practice-starts = Setting up the practice library
welcome-practice-help = The practice library is on this computer, with sample pictures. Delete whatever you like.

## Connecting

connect = Connect
connecting = Connecting
connect-title = Connect to Cloudinary
connect-sentence = Connecting changes nothing. Nothing is deleted until you have seen it and confirmed it.
connect-yours = Your environments
connect-another = Another environment
connect-by-line = Paste one line
connect-by-fields = Fill in the fields
connect-line-hint = cloudinary://API key:API secret@cloud name
connect-line-help = In the Cloudinary Console, under Settings, API Keys. Copy the whole line; “CLOUDINARY_URL=” may be part of it.
connect-cloud-name-help = Shown at the top of the Console. Also called product environment.
connect-own-address = Address of the API
connect-region-help = Nearly every account is in the United States, wherever you are.
connect-small-letters = Nearly every cloud name has lower-case letters only.
connect-use-name = Use “{ $name }”
connect-keep = Keep the API secret
connect-keep-in-keychain = In this computer’s keychain
connect-keep-for-session = For this session only
connect-keep-help = It is never written to a file, a log or a receipt.
connect-kept-for-session = Kept for this session only
connect-test = Test connection
connect-testing = Asking Cloudinary
connect-works = The connection works
connect-stored = { $size } stored
connect-plan = { $name } plan

keychain-waits = Waiting for this computer’s keychain
keychain-waits-help = It may be asking for its password in another window. Without it, an API secret that you typed is kept for this session only.
keychain-go-on-without = Continue without the keychain

## Environments

environments = Environments…
open-environment = Open an environment…
environment-this = this environment
environment-menu = Environment { $environment }
environment-open = Open
environment-open-it = Open { $environment }
environment-opens = Opening
environment-opens-it = Opening { $environment }
environment-open-now = Open now
environment-open-now-it = Open now: { $environment }
environment-switch = Switch to { $environment }
environment-session-only = This session only
environment-enter-secret = Enter secret
environment-enter-secret-of = Enter secret of { $environment }
environment-hosts-confirmed = Links and pictures from
environment-hosts-seen = Links only, from
environment-remove-host = Remove the host { $host }
environment-mark = Mark { $environment } as production
environment-unmark = Unmark { $environment } as production
environment-rename-it = Rename { $environment }…
environment-rename-title = Rename { $environment }
environment-name = Name
environment-name-help = Only you see it, in Cloudsweep. Leave it empty to use the cloud name.
environment-forget-it = Forget { $environment }…
environment-forget-title = Forget { $environment }?
environment-forget-sentence = Cloudsweep removes it from this list and its API secret from the keychain. Nothing changes in Cloudinary, and the receipts stay.
environment-forget = Forget
environment-keep = Keep it

practice-badge = Practice: nothing here is real
thumbnails = Thumbnails
thumbnails-help = Cloudinary makes and stores a small copy of each asset when its thumbnail is first shown, and each copy uses up transformation credits.

## Navigation and top bar

delete-by = Delete by
deletions = Deletions
look-only = Look only
dismiss-warning = OK, dismiss this warning

calls-paused = Paused by Cloudinary until { $time }
calls-left-name = API calls left
calls-left = { $left } of { $limit } calls left
calls-left-narrow = { $left } calls left
calls-tip = Cloudinary allows this account { $limit } API calls an hour; { $left } are left.
calls-renewed = The count starts again at { $time }.

## The bar at the bottom

bar-done-name = Done
bar-progress = { $done } of { $planned }
bar-more = { $number } more
bar-unfinished = { $number ->
    [one] { $number } deletion is not finished
   *[other] { $number } deletions are not finished
}
bar-counting-waits = { $number ->
    [one] { $number } asset found so far; this hour’s API calls are used up, resumes at { $time }
   *[other] { $number } assets found so far; this hour’s API calls are used up, resumes at { $time }
}
bar-plan = Plan: { $sums }
bar-plan-old = Counted { $age }: it is counted again before the review
bar-aside = Set aside: { $sums }
bring-back = Bring it back
cancel-counting = Cancel counting
clear-plan = Clear the plan
review-plan = Review plan…

ended-complete = Done
ended-with-exceptions = Done, with exceptions
ended-stopped = Stopped
ended-damaged = Put aside
ended-interrupted = Interrupted

## Closing

closing-title = A deletion is not finished
closing-title-several = { $number } deletions are not finished
closing-paused = Paused while you decide: nothing more is sent.
closing-asks-first = Before anything resumes, the next start asks Cloudinary what became of the last requests.
closing-stay = Keep it open
closing-resume = Close, and resume at the next start
closing-ask = Close, and ask at the next start
closing-pause = Pause and close
closing-now = Close now
closing-plan-title = Close with a plan that is not confirmed?
closing-plan-lost = { $lost } Nothing was deleted.
closing-anyway = Close anyway

## Jobs

jobs-none = Nothing is being deleted. A confirmed plan shows here until it has its receipt.
jobs-sentence = Deletions that you have confirmed and that are not finished. In each environment one runs at a time.
jobs-interrupted = { $more ->
    [0] “{ $name }” is interrupted. { $why }
    [one] “{ $name }” is interrupted. { $why } And { $more } more deletion.
   *[other] “{ $name }” is interrupted. { $why } And { $more } more deletions.
}
jobs-interrupted-help = See below what to do about it.

safe-to-close = Safe to close
safe-to-close-resumes = Every step is recorded before it is sent. At the next start Cloudsweep asks Cloudinary what became of the last requests and resumes by itself; what you paused stays paused.
safe-to-close-asks = Every step is recorded before it is sent. At the next start you decide what resumes; Cloudsweep first asks Cloudinary what became of the last requests.

job-deleting = Deleting { $items }
job-pausing = Pausing: { $items }
job-paused = Paused: { $items }
job-waiting = Waiting: { $items }
job-interrupted = Interrupted: { $items }
job-unconfirmed = Not confirmed here: { $items }
job-damaged = Damaged record: { $items }

job-next-start-paused = It is paused, and stays paused.
job-next-start-resumes = It resumes at the next start, unless you pause it.
job-next-start-asks = The next start asks whether to resume it, unless you pause it.
job-next-start-tries = It is interrupted, and the next start tries to resume it.
job-next-start-interrupted = It is interrupted, and the next start asks.
job-next-start-unconfirmed = It waits for your decision.
job-next-start-damaged = Its record is damaged: it never resumes.

job-reads = Reading the plan from the record
job-was-interrupted = It was interrupted when Cloudsweep ended
job-asks-first = Before it resumes, Cloudsweep asks Cloudinary what became of the last requests.
job-other-key = It was confirmed with another API key, …{ $key }
job-other-key-help = Another key of the same cloud can finish it, if you agree.
job-resume-with = Resume with the key …{ $key }
job-resume-with-for = Resume with the key …{ $key } for { $job }
job-open = Open it
job-open-for = Open it: { $environment } for { $job }
job-items = Show its items
job-items-of = Show its items: { $job }
job-pause = Pause
job-pause-it = Pause { $job }
job-resume = Resume
job-resume-it = Resume { $job }
job-stop = Stop…
job-stop-it = Stop { $job }…

phase-settling = Asking Cloudinary what became of the last requests
phase-running = Deleting
phase-pausing = Pausing after the requests under way
phase-paused = Paused
phase-paused-help = Nothing is under way.
phase-limit = Paused by Cloudinary’s hourly limit until { $time }; resumes by itself
phase-reserve = { $number ->
    [one] Waiting until { $time }: the last API call of this hour is left for your site; resumes by itself
   *[other] Waiting until { $time }: the last { $number } API calls of this hour are left for your site; resumes by itself
}
phase-trying-again = { $why } Tries again at { $time } and resumes by itself
phase-stopping = Stopping after the requests under way

time-left-moment = a few seconds left
time-left-seconds = about { $number } seconds left
time-left-minutes = { $number ->
    [one] about { $number } minute left
   *[other] about { $number } minutes left
}
time-left-hours = { $number ->
    [one] about { $number } hour left
   *[other] about { $number } hours left
}

standing-running = { $done } of { $planned } done
standing-moment = Begins in a moment
standing-in-line = { $number ->
    [one] Next in line
   *[other] { $number } are before it
}
standing-behind-paused = Waits for the paused deletion before it
standing-behind-interrupted = Waits for the interrupted deletion before it
standing-closed = Resumes as soon as its environment is open
standing-your-word = Waits for your decision
standing-paused-unsent = Paused, nothing was sent
standing-paused = Paused, { $done } of { $planned } done
standing-interrupted = Interrupted, { $done } of { $planned } done
standing-damaged = Damaged record

tally-deleted = { $number } deleted
tally-already-gone = { $number } already gone
tally-without-copies = { $number } without copies
tally-refused = { $number } refused
tally-skipped = { $number } skipped
tally-unknown = { $number } unknown
tally-extras = { $number } beyond the plan
tally-originals-kept = { $number ->
    [one] Original kept
   *[other] Originals kept
}
tally-copies = { $number ->
    [one] { $number } copy with them
   *[other] { $number } copies with them
}

stop-title = Stop this deletion?
stop-sentence = What was deleted stays deleted; everything else stays in Cloudinary and counts as skipped in the receipt.
stop-it = Stop it
stop-keep-going = Keep going
stop-not = Don’t stop it
stop-held = Nothing of it is sent while you decide.
stop-paused = Paused while you decide: { $progress }.
stop-pausing = Pausing: the requests under way are being finished. { $progress }.

settings-title = How deletions run
settings-resume = Resume automatically after a restart
settings-resume-help = A deletion that you confirmed resumes at the next start without asking. One that you paused stays paused.
settings-reserve = Keep in reserve for your site
settings-reserve-help = Part of each hour’s API calls. A deletion waits for the next hour rather than use them.
settings-destroys = Assets deleted at the same time, at most
settings-destroys-help = With the method Thorough. When Cloudinary answers slowly, Cloudsweep sends fewer at a time.
settings-calls = API calls at the same time, at most
settings-from-now-on = Changes apply to deletions that start from now on.

## Forms

add-slash = Add the slash
host-is-ours = { $host } is ours

## Receipts

receipt-save-to-hint = Folder and name of the file

receipt-waiting-until = Waiting until { $time }
receipt-waits-until = It waits until { $time } and goes on by itself.

## Confirming

sweep-takes-more = A sweep may take more than this plan
sweep-takes-added = Also what was added or replaced since this preview.
confirm-type-cloud-name = To confirm, type the cloud name: { $name }

## Sources of a plan

add-to-plan = Add to plan
add-to-plan-of = Add to plan of { $assets }
plan-added = { $number ->
    [0] Nothing new was found
    [one] { $number } item added to the plan
   *[other] { $number } items added to the plan
}
plan-taken-out = { $number ->
    [0] A source was taken out; the others found all of it, too
    [one] { $number } item taken out with its source
   *[other] { $number } items taken out with their source
}
plan-sources = Found by
plan-add-spelling = Add “{ $text }”
source-complete = Complete
source-incomplete = Not complete
source-waits = Not counted yet
source-rows = Show rows
source-rows-of = Show rows of { $source }
take-out = Take out
take-out-source = Take out of the plan: { $source }

## Age of a preview

minutes = { $number ->
    [one] { $number } minute
   *[other] { $number } minutes
}
age-unknown = at a time that has not come yet: this computer’s clock was set back
age-moment = less than a minute ago
age-minutes = { $number ->
    [one] { $number } minute ago
   *[other] { $number } minutes ago
}
age-hours = { $number ->
    [one] { $number } hour and { $minutes } ago
   *[other] { $number } hours and { $minutes } ago
}
age-rule-sweep = A sweep needs a preview of the last 10 minutes.
age-rule = A deletion needs a preview of the last hour.

## Why an asset is offered

why-without-ending = without the ending .{ $ending }
why-with-ending = with the ending .{ $ending }
why-ending-added = ending added (raw)
why-other-kind = same public ID, another kind
why-decoded-twice = decoded twice
why-decoded = decoded
why-not-decoded = not decoded
why-plus-as-blank = plus signs read as spaces
why-other-form = same letters, other Unicode form
why-trimmed = without invisible characters at its ends
why-without-invisible = without invisible characters
why-other-capitals = upper and lower case differ
why-stored-field = read as a stored field
why-folder = “{ $name }” read as a folder
why-transformation = “{ $name }” read as a transformation
why-behind-version = only what follows “{ $name }”
why-without-suffix = without the last part, a name for search engines
why-with-suffix = with the last part
why-without-decoration = without the characters around it
why-other-slashes = slashes differ
why-fetched = fetched from this address
why-slash-mended = with the missing slash
why-other-version = another version than the row says
why-other-format = another format than the row says
why-other-asset = another asset: the one with this asset ID is not there
why-asset-id = by its asset ID
why-public-id = by its public ID
why-list = the list of this tag
why-in-text = the link, if it ends there
why-path = its path read as a delivery link

## Why an asset has no picture

no-picture-kind = Files of this kind have no picture.
no-picture-host = Its picture is not fetched: it is on a host that you have not confirmed.
no-picture-too-large = Its picture is not shown: the server sent far more than a thumbnail.
no-picture-unreadable = Its picture is not shown: what the server sent is not an image.
no-picture-failed = Its picture could not be fetched.

## How a job went

sums-deleted = { $done } of { $planned } deleted
sums-chosen-copies-all = { $planned ->
    [one] { $planned } copy deleted
   *[other] { $planned } copies deleted
}
sums-chosen-copies = { $planned ->
    [one] { $done } of { $planned } copy deleted
   *[other] { $done } of { $planned } copies deleted
}
sums-no-copies = No copies deleted
sums-copies = { $number ->
    [one] { $number } copy deleted
   *[other] { $number } copies deleted
}
sums-copies-at-least = { $number ->
    [one] At least { $number } copy deleted
   *[other] At least { $number } copies deleted
}
sums-copies-uncounted = Copies deleted
sums-of-originals = { $number ->
    [one] (of { $number } original)
   *[other] (of { $number } originals)
}
sums-of-some-originals = (of { $done } of { $planned } originals)
sums-original-kept = original kept
sums-originals-kept = originals kept
sums-had-none = { $number } had none
sums-already-gone = { $number ->
    [one] { $number } was gone already
   *[other] { $number } were gone already
}
sums-refused = { $number ->
    [one] { $number } was refused
   *[other] { $number } were refused
}
sums-skipped = { $number ->
    [one] { $number } was skipped
   *[other] { $number } were skipped
}
sums-unknown = the outcome of { $number } is unknown
sums-extras = { $number ->
    [one] { $number } asset deleted beyond the plan
   *[other] { $number } assets deleted beyond the plan
}
sums-left-out = { $number } left out by you

end-open = Not done yet
end-deleted = Deleted
end-copy-deleted = Copy deleted
end-already-gone = Already gone
end-no-copies = No copies
end-copy-already-gone = Copy already gone
end-refused = Refused
end-skipped = Skipped
end-unknown = Unknown

reason-unauthorized = Your API key isn’t allowed to delete this ({ $message })
reason-changed = changed since the preview
reason-stopped = the deletion was stopped before its turn
reason-not-caught = the sweep did not find it any more; it is still there

asked-when-stopped = It was sent before the deletion was stopped. Cloudinary still had it after that, but may yet delete it.
asked-after = { $number ->
    [one] It was sent once, and Cloudinary still had it after that.
   *[other] It was sent { $number } times, and Cloudinary still had it after the last time.
}
cause-cut-off = Cloudsweep ended before Cloudinary’s answer came.
cause-missed = Cloudinary did not find its asset ID.
cause-not-open = It was sent before the deletion was stopped. Cloudinary could not be asked what became of it, because “{ $name }” was not open.
cause-no-key = It was sent before the deletion was stopped. Cloudinary could not be asked what became of it, because the secret of the API key …{ $key } was not at hand.
cause-damaged-line = This line of the record is damaged.

## What is wrong with a request or with Cloudinary’s answer

fault-limit-used-up = It was not sent: this hour’s API calls are used up.
fault-waited-too-long = It was not sent: it waited too long for its turn.
fault-dots-in-name = It was not sent: its name has “.” or “..” between slashes, and in a web address that would mean another asset.
fault-names-nothing = It was not sent: the request names nothing.
fault-not-a-hundred = It was not sent: a request names 1 to 100 assets.
fault-other-environment = It was not sent: it was confirmed for another environment.
fault-no-delivery-type = It was not sent: the request names no delivery type.
fault-versions-differ = It was not sent: the request does not name one version for each asset.
fault-late = Cloudinary did not answer in time.
fault-too-long = Cloudinary’s answer was far too long.
fault-silent = Cloudinary’s answer says nothing.
fault-other-asset = Cloudinary’s answer was about another asset.
fault-not-mentioned = Cloudinary’s answer did not mention it.
fault-no-original = Cloudinary said “deleted”, but counted no original.
fault-left-out = Cloudinary’s list left out an asset that is there.
fault-beyond-sweep = It was not sent: Cloudinary lists assets that this sweep does not name, or that cannot be told apart.
fault-endless = Cloudinary’s list never ends.
fault-copy-without-id = Cloudinary’s answer has a copy without an ID.

entry-of-answer = “{ $name }”: { $flaw }
flaw-not-an-object = It is not a JSON object.
flaw-secret-in-name = Its name contains the API secret.
flaw-name-too-long = Its name is far too long.
flaw-no-public-id = It has no public ID.
flaw-no-resource-type = It has no resource type.
flaw-other-resource-type = Its resource type “{ $word }” is not known.
flaw-no-delivery-type = It has no delivery type.
flaw-contradicted = The answer says two different things about it.

## The system’s dialogs for files

dialog-open-list = Open a list
dialog-lists = Lists
dialog-all-files = All files

## Problems: what stands beside every one

problem-unwritten = { $number ->
    [one] Nothing more is sent. { $number } answer from Cloudinary is not in the record yet. It is kept while Cloudsweep is open, and written as soon as possible.
   *[other] Nothing more is sent. { $number } answers from Cloudinary are not in the record yet. They are kept while Cloudsweep is open, and written as soon as possible.
}
problem-start-again = Close Cloudsweep and start it again.
problem-nothing-sent = Nothing was sent.
problem-nothing-more-sent = Nothing more of it was sent.
details-status = HTTP { $status }: { $message }
details-request = { $message } (request { $id })

## Problems: a request to Cloudinary failed

problem-effect-deletion-stops = Nothing more is being deleted. What was deleted before is in the receipt.
problem-effect-deletion-unanswered = What was under way may have been deleted. Cloudsweep asks Cloudinary before it sends anything more.
problem-effect-not-restored = This request restored nothing.
problem-effect-restoration-unanswered = What was being restored may be back already. Look before you try again.

problem-region-us = This environment is in the United States.
problem-region-eu = This environment is in Europe.
problem-region-ap = This environment is in Asia Pacific.
problem-region-other = This environment is in another region.
problem-region-advice = Cloudinary can open it only there. Switch its region to go on.
problem-region-other-advice = Choose its region, or enter the address of its API, where you connect to it.
problem-bad-request = Cloudinary did not understand the request.
problem-bad-request-advice = The details show what Cloudinary said. If it happens again, send them to Cloudinary’s support.
problem-forbidden = This API key isn’t allowed to do that.
problem-forbidden-advice = Use a key with the role Master admin or Asset management, or ask the account’s owner.
problem-not-found = Cloudinary has nothing under this name.
problem-not-found-advice = Check the name and refresh the library.
problem-conflict = Something with this name exists already.
problem-conflict-advice = Choose another name.
problem-still-processing = Cloudinary is still working on this asset.
problem-still-processing-advice = Try again in a minute.
problem-limit = This hour’s API calls are used up.
problem-limit-advice = Cloudinary allows new calls at the full hour. Try again then.
problem-server = Cloudinary has a problem of its own.
problem-server-advice = Try again in a few minutes.
problem-timeout = Cloudinary did not answer in time.
problem-connection-advice = Check the internet connection and try again.
problem-endless = Cloudinary’s list never ends: it keeps repeating what it already listed.
problem-endless-advice = Try again. If it happens again, Cloudinary’s support can help.
problem-unusable = Cloudinary’s answer about an asset could not be read.
problem-unusable-advice = The details show which asset and why. Look at it in the Console, or rename it there, then try again.
problem-not-json = Something other than Cloudinary answered, or the answer was cut off.
problem-not-json-advice = A proxy or the login page of a Wi-Fi network can do this. Check the internet connection, the region and the address.

problem-cloud-name = Cloudinary does not know this cloud name here.
problem-cloud-name-advice = Check the cloud name letter by letter. If it is right, the account may be in another region.
problem-api-key = Cloudinary does not know this API key here.
problem-api-key-advice = Copy the API key again from the Console. If it is right, the account may be in another region.
problem-api-secret = The API secret does not belong to this API key.
problem-api-secret-advice = Press “Reveal” beside the key in the Console, then copy the whole secret again.
problem-clock = This computer’s clock is wrong by more than an hour.
problem-clock-advice = Set the date, time and time zone, then try again.
problem-credentials = Cloudinary did not accept the cloud name, the API key or the API secret.
problem-credentials-advice = Check all three, and the region.

problem-host-name = Cloudinary’s address was not found.
problem-connection-refused = Can’t reach Cloudinary: nothing answers at its address.
problem-address-advice = Check the internet connection, and the region or own address.
problem-certificate = The connection is not secure, so Cloudsweep did not use it.
problem-certificate-advice = Check this computer’s date and time. A proxy or virus scanner that reads the traffic can do this too.
problem-proxy = The proxy did not let the connection through.
problem-proxy-advice = Check the system’s proxy settings, or ask whoever looks after the network.
problem-broken = The connection to Cloudinary broke off.
problem-unreachable = Can’t reach Cloudinary.
problem-unreachable-advice = Check the internet connection.

## Problems: the record of deletions

problem-record-full = This computer’s disk is full, so the record of deletions cannot be written.
problem-record-full-advice = Free some space, then resume the deletion.
problem-record-read-only = The record of deletions cannot be written on this computer.
problem-record-read-only-advice = Check that you may write to Cloudsweep’s folder, and that the disk is not read-only.
problem-record-locked = Another program is using the record of deletions.
problem-record-locked-advice = Close other windows of Cloudsweep, and programs that read its folder, then try again.
problem-record-moved = The record of deletions was moved, replaced or deleted while Cloudsweep was using it.
problem-record-moved-advice = Put journal.sqlite and the files beside it back into Cloudsweep’s folder, then resume. If they are gone for good, start Cloudsweep again: it begins with an empty record.
problem-record-foreign = Another program wrote to the record of deletions while Cloudsweep was using it.
problem-record-foreign-advice = Keep a copy of Cloudsweep’s folder, then start Cloudsweep again.
problem-record-of-one-job = The record of this deletion is damaged, so it cannot be resumed.
problem-record-of-one-job-advice = Look at what can be read of it, then stop it to put it aside. For what is left, make a new preview.
problem-record-damaged = The record of deletions on this computer is damaged.
problem-record-damaged-advice = Move the file journal.sqlite out of Cloudsweep’s folder and keep it, then start Cloudsweep again.
problem-record-not-the-same = The record of this deletion is not what was confirmed, so it does not resume.
problem-record-not-the-same-advice = Make a new preview and confirm it.
problem-record-newer = The record of deletions was written by a newer version of Cloudsweep.
problem-record-newer-advice = Install the newest version of Cloudsweep.
problem-record-no-such-job = There is no record of this deletion.
problem-record-no-such-job-advice = Open the list of receipts again.
problem-record-not-opened = The record of deletions could not be opened.
problem-record-other = The record of deletions cannot be used at the moment.
problem-record-other-advice = Start Cloudsweep again, then resume the deletion.
problem-record-complete = Nothing more is deleted, because Cloudsweep sends nothing that it cannot record first. What was already deleted is recorded.
problem-record-perhaps-incomplete = Nothing more is deleted, because Cloudsweep sends nothing that it cannot record first. The record that the next start finds may not show all that was deleted before.

problem-unconfirmed-no-key = This computer’s keychain could not show that this deletion was confirmed here, so it does not resume by itself.
problem-unconfirmed-no-seal = Nothing shows that this deletion was confirmed on this computer, so it does not resume by itself. It was started without a keychain or by an older version, or another program wrote it.
problem-unconfirmed-wrong-seal = The record of this deletion is not as Cloudsweep left it, so it does not resume by itself. Another program wrote it, it was restored from a copy, or the keychain is another one.
problem-unconfirmed-meaning = It waits. Nothing more of it is sent.
problem-unconfirmed-advice = Look at its items. Resume it only if it is yours; otherwise stop it.

## Problems: a preview or a deletion does not start or resume

problem-nothing-open = No environment is open.
problem-nothing-open-advice = Choose one at the top left, or connect to one.
problem-apart = This cannot be added to the plan.
problem-apart-advice = Take it out of the plan, and preview it on its own.
problem-preview-stopped = You stopped the preview before it was complete.
problem-preview-stopped-advice = Preview again when you are ready.
problem-preview-too-old = This preview is too old. { age-rule }
problem-preview-too-old-sweep = This preview is too old. { age-rule-sweep }
problem-preview-too-old-advice = Refresh the preview, look at what changed since, and confirm it again.
problem-other-environment = This plan belongs to another environment than the open one.
problem-other-environment-advice = Open “{ $name }” at the top left, then go on.
problem-at-its-end = This deletion has ended already.
problem-at-its-end-advice = Its receipt shows what became of each item.
problem-sweep-too-late = This sweep has not begun, and its preview is now older than 10 minutes.
problem-sweep-too-late-meaning = Nothing was sent: the sweep would also delete what was added since.
problem-sweep-too-late-advice = Stop it, and make a new preview.
problem-sweep-takes-more = This sweep paused for more than 10 minutes, and now it would delete more than its plan. For example, “{ $name }” was added since.
problem-sweep-takes-more-meaning = Nothing more of it is sent. What it deleted before is in its receipt.
problem-sweep-takes-more-advice = Stop it. Then retry the rest from its receipt: that deletes by asset ID, and nothing else.
problem-waits = This deletion waits. Nothing more of it was sent.
problem-not-open = “{ $name }” is not open, and its API secret is not at hand.
problem-not-open-advice = Open “{ $name }”, or connect to it again. Then the deletion resumes.
problem-other-key = It was confirmed with another API key (…{ $key }), whose secret is not at hand.
problem-other-key-advice = Resume it with the key …{ $other }, or connect with the key …{ $confirmed } again.
problem-key-of-another = This API key belongs to another environment than the deletion.
problem-key-of-another-advice = Resume it with a key of “{ $name }”.

problem-doubt-last-time = Cloudinary listed { $found }; the last preview of the same had { $expected }.
problem-doubt-index = Cloudinary listed { $found }, but its search index knows of { $expected }.
problem-doubt-advice = { $found ->
    [0] Refresh. If you know that they were deleted, there is nothing left to do.
    [one] Refresh. If the number stays and { $found } is what you expect, take it as it is.
   *[other] Refresh. If the number stays and { $found } is what you expect, take the { $found } as they are.
}

## Problems: the keychain and the API secret

problem-keychain-silent = This computer’s keychain does not answer.
problem-keychain-not-waited-for = You continued without the keychain.
problem-keychain-locked = This computer’s keychain is locked.
problem-keychain-absent = This computer has no keychain that answers.
problem-keychain-several = The keychain has several entries for this environment.
problem-keychain-damaged = The keychain’s entry for this environment is damaged.
problem-keychain-too-long = The keychain does not take an entry of this length.
problem-keychain-no-thread = This computer’s keychain cannot be asked.
problem-keychain-other = This computer’s keychain could not be used.
problem-keychain-advice = Cloudsweep can keep the API secret for this session only. To have it remembered, unlock or set up the keychain, then start Cloudsweep again.
problem-secret-not-kept = The API secret is kept for this session only.
problem-secret-still-there = The API secret could not be removed from the keychain.
problem-secret-still-there-advice = Unlock or set up the keychain, then start Cloudsweep again. Until then an API secret may be in the keychain.
problem-secret-left-late = The keychain answered late. It no longer has the API secret of “{ $environment }”.
problem-secret-forgotten = The environment is forgotten now.
problem-secret-for-session = Cloudsweep keeps it for this session only.
problem-no-secret = The keychain has no API secret for “{ $environment }”.
problem-connect-with-secret = Connect to it again with its API secret.
problem-connect-again = Connect to it again.
problem-environment-forgotten = Cloudsweep does not remember this environment any more.

## Problems: files and folders

problem-no-file-named = No file is named.
problem-nothing-to-read-advice = Enter the file’s path, or choose it.
problem-nothing-to-save-in-advice = Enter where the file should go, or choose it.
problem-file-empty = This file is empty.
problem-file-empty-advice = Choose another file. The list above stays as it is.
problem-file-not-read = The file “{ $name }” could not be read.
problem-file-not-read-advice = Check that it is there and that you may open it.
problem-file-too-large = The file “{ $name }” is larger than { $number } MB.
problem-file-too-large-advice = Split it, and open one part at a time.
problem-file-utf-32 = The file “{ $name }” is saved as UTF-32, which Cloudsweep cannot read.
problem-file-no-list = The file “{ $name }” holds no list. { $why }
problem-receipt-is-safe = The receipt itself is safe: it stays in Cloudsweep.
problem-file-own-folder = “{ $name }” is in the folder where Cloudsweep keeps its own files.
problem-file-own-folder-advice = Choose another folder.
problem-file-link = “{ $name }” is a link to another file, so it is left as it is.
problem-file-link-advice = Choose another name, or the file that the link leads to.
problem-file-no-file = “{ $name }” could not be replaced: it is not an ordinary file.
problem-file-read-only = The file “{ $name }” could not be replaced: it is marked as read-only.
problem-file-not-replaced-advice = Choose another name.
problem-file-not-written = The file “{ $name }” could not be saved.
problem-file-disk-full-advice = The disk is full. Free some space, or choose another folder.
problem-file-forbidden-advice = You may not write there. Choose another folder.
problem-file-not-written-advice = Choose another folder, one in which you may write and which has space left.
problem-no-home = Cloudsweep found no folder of yours to keep its receipts in.
problem-no-home-advice = Set the variable CLOUDSWEEP_HOME to a folder in which you may write, then start Cloudsweep again.
problem-home-unusable = Cloudsweep cannot use its folder { $name }.
problem-home-unusable-advice = Check that you may write there, and that the disk is not full or read-only.
problem-home-open-to-others = Other users of this computer can look into Cloudsweep’s folder.
problem-home-open-to-others-meaning = It holds receipts and the names of your environments, never an API secret.
problem-home-open-to-others-advice = To keep them to yourself, let only your own user open { $name }.

## Problems: Cloudsweep itself

problem-panicked = Something went wrong inside Cloudsweep.
problem-panicked-meaning = What was deleted before is in the receipts.
problem-panicked-advice = Try again. If it happens again, the log in Cloudsweep’s folder shows where.
problem-does-not-add-up = The outcomes in this receipt do not add up to its plan.
problem-does-not-add-up-meaning = Each line below is as it was recorded.
problem-does-not-add-up-advice = This is a fault of Cloudsweep. Please report it with the saved receipt.
problem-open-already = Cloudsweep is open already.
problem-open-already-advice = Go to its window. Two at a time could carry out the same deletion twice.
problem-perhaps-open = Cloudsweep cannot tell whether it is open already.
problem-perhaps-open-advice = Check that you may write to its folder, then start it again.
problem-no-network = The network could not be set up on this computer.
problem-no-network-advice = Check the system’s proxy settings and certificates.
problem-no-practice = The practice library could not be started.
problem-no-practice-advice = Close other programs and try again.
problem-no-random-numbers = This computer gives no random numbers.
problem-no-random-numbers-advice = Restart the computer.
problem-environments-not-saved = Cloudsweep could not save its list of environments.
problem-environments-not-saved-meaning = New environments, names and Production marks last until you close Cloudsweep.
problem-environments-not-saved-advice = Check that the disk is not full and that you may write to Cloudsweep’s folder.
problem-environments-not-read-advice = The list could not be read when Cloudsweep started, so it is not replaced. Check that you may read Cloudsweep’s folder, then start Cloudsweep again.

## What is wrong with credentials

wrong-no-cloud-name = Enter the cloud name. It is shown at the top of the Console.
wrong-example-cloud-name = This is an example’s cloud name. Yours is shown at the top of the Console.
wrong-address-for-cloud-name = Enter the cloud name alone, not an address: letters, digits and hyphens.
wrong-odd-cloud-name = A cloud name has only letters, digits and hyphens, and no spaces.
wrong-cloud-name-length = A cloud name has 2 to 128 characters.
wrong-no-api-key = Enter the API key. It is shown in the Console under Settings, API Keys.
wrong-example-api-key = This is an example’s API key. Copy yours from the Console, under Settings, API Keys.
wrong-odd-api-key = An API key has digits only, without spaces.
wrong-swapped = The API key and the API secret look swapped. The key is the one with digits only.
wrong-no-api-secret = Enter the API secret. It is shown beside the API key.
wrong-masked-api-secret = This is the secret with its characters hidden. Press “Reveal” in the Console, then copy it again.
wrong-example-api-secret = This is an example, not the API secret. Press “Reveal” in the Console, then copy the secret.
wrong-blank-in-api-secret = The API secret has no spaces. Copy it again, whole and on its own.
wrong-odd-api-secret = This has characters that no API secret has. Copy the secret again, on its own.
wrong-no-address = Enter the address of the API, for example https://api.example.com.
wrong-address-scheme = The address starts with https://.
wrong-address-without-host = The address has no host name.
wrong-address-with-path = Enter only the scheme and the host, for example https://api.example.com.
wrong-address-with-password = The address must not contain a user name or a password.
wrong-address-unencrypted = Without https, anyone who can read the traffic sees the API key and can change the requests. Use https://.
wrong-no-address-at-all = This is not an address. It should look like https://api.example.com.

url-scheme = This is not a CLOUDINARY_URL. It starts with cloudinary:// and is shown in the Console under Settings, API Keys.
url-key-and-secret = The API key and secret are missing. The line reads cloudinary://KEY:SECRET@CLOUD.
url-secret = The API secret is missing. The line reads cloudinary://KEY:SECRET@CLOUD.
url-placeholder = This still has the Console’s placeholder in it. Press “Reveal” in the Console, then copy the line again.
url-several = This names more than one environment. Paste the line of the one to connect to.
url-parts = The cloud name, the API key or the API secret is missing here. Paste all three, or fill in the fields.
url-none = Paste the line from the Console’s API Keys page.
connect-understood = { $name } · API key { $key } · { $region }
