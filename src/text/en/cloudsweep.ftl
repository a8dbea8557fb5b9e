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
confirm-title = { $action }?
confirm-enter = Enter never deletes. Click the red button, or press the space bar on it.
confirm-chosen-by = Chosen by
confirm-left-out = Left out by you
confirm-counted = Counted
confirm-share = Share of the library
confirm-share-of = { $percent }% of { $assets }
confirm-environment = Environment
confirm-environment-of = { $name } (cloud name { $cloud })
confirm-originals-stay = The originals stay
confirm-originals-stay-help = Cloudinary makes a copy again when a page asks for it.
confirm-backed-up-help = { $number ->
    [one] Cloudinary keeps backups, from which it can be restored.
   *[other] Cloudinary keeps backups, from which they can be restored.
}
confirm-none-restored = None of this can be restored
confirm-gone-for-good = Without a backup in Cloudinary, deleted means gone for good.
confirm-understand = I understand that { $items } cannot be restored
confirm-yes = Yes, { $items }
confirm-yes-all = Yes, all { $items }
confirm-type-number = To confirm, type the number of items: { $number }
confirm-too-old = This preview is too old
confirm-available = { $number ->
    [one] Available in { $number } second
   *[other] Available in { $number } seconds
}

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

## Preview

refresh = Refresh
more-deletions = { $number ->
    [one] and { $number } more deletion
   *[other] and { $number } more deletions
}
more-folders = { $number ->
    [one] and { $number } more folder
   *[other] and { $number } more folders
}
more-hosts = { $number ->
    [one] and { $number } more host
   *[other] and { $number } more hosts
}
more-tags = { $number ->
    [one] and { $number } more tag
   *[other] and { $number } more tags
}
more-types = { $number ->
    [one] and { $number } more type
   *[other] and { $number } more types
}
more-warnings = { $number ->
    [one] and { $number } more warning beside the plan
   *[other] and { $number } more warnings beside the plan
}
named-value = { $name }: { $value }
fact-size = Size
resource-images = Images
resource-videos = Videos and audio
resource-raw = Raw files
list-blank = { $number } blank
list-duplicates = { $number ->
    [one] { $number } duplicate
   *[other] { $number } duplicates
}
list-unusable = { $number } can’t be used
list-scroll = Scroll the list

change = Change…
discard = Discard
layout-grid = Grid
layout-list = List
layout-report = Your list
order = Order
order-plan = Cloudinary’s order
order-name = By name
order-newest = Newest first
order-oldest = Oldest first
order-largest = Largest first
order-sample = Random sample

counting = Cloudsweep is counting. Nothing is deleted.
counting-waits = This hour’s API calls are used up. Counting resumes by itself at { $time }, when Cloudinary allows more.
counting-found-of = { $number ->
    [one] { $number } asset found so far, of about { $all }
   *[other] { $number } assets found so far, of about { $all }
}

incomplete-title = This preview is incomplete
incomplete-found = { $number ->
    [one] { $number } asset was found before it stopped
   *[other] { $number } assets were found before it stopped
}
incomplete-help = A plan must be complete before you can review it.
incomplete-take = { $number ->
    [one] Take it as it is
   *[other] Take the { $number } as they are
}

no-plan-title = No plan yet
no-plan = Choose assets in the library, or use one of the forms.
go-to-library = Go to the library
delete-one-asset = Delete one asset…

no-matches-title = No matches
no-matches = Filtering does not change the plan.
nothing-found-title = Nothing was found
nothing-found = { $description }: there is no such asset of the kinds you chose.
nothing-planned-title = This plan is empty
nothing-used-title = This can’t be used
nothing-by-name-title = Nothing was found by that name
instead = Differs from what you entered: { $why }.
instead-preview = Preview “{ $text }”

preview-complete = Complete, counted at { $time }
preview-copies-of = Copies of { $originals }
preview-added = { $number } added by you
preview-left-out = { $number } left out
find-in-plan = Find in this plan
filter-without-backup = Without backup { $number }
filter-several = Same name, several kinds { $number }
filter-added = Added by you { $number }
filter-new = New or changed { $number }
filter-left-out = Left out { $number }
include-all-again = Include all again

item-of-type = { $item }, { $delivery }
item-copy = { $item }, copy { $transformation }
in-the-plan = In the plan: { $name }
include-again = Include again
include-again-it = Include again: { $name }
include-again-click = Click to include it again
leave-out = Leave out
leave-out-it = Leave out: { $name }
leave-out-click = Click to leave it out
left-out = Left out
no-backup = No backup
scroll-plan = Scroll the plan

refreshed = Refreshed: { $changes } since { $time }
refreshed-same = Refreshed: nothing changed since { $time }
refreshed-more = { $number } more
refreshed-gone = { $number } gone
refreshed-changed = { $number } changed
refreshed-advice = Look through the plan again, then review it.
refreshed-no-sweep = The method Sweep is no longer possible, so another deletion method was chosen. Look through the plan again, then review it.
refreshed-other-method = The method you chose is no longer possible, so another deletion method was chosen. Look through the plan again, then review it.

blocked-no-preview = Only a complete preview can be reviewed.
blocked-empty = Nothing is left in this plan.
blocked-other-environment = This plan belongs to another product environment. Make a new preview here.
blocked-look-only = “Look only” is on, so nothing can be deleted. Switch it off at the top of the window.
blocked-saving = The plan before this one is still being saved.

## Plans that were set aside

aside-set = The plan of { $items } was set aside
aside-set-environment = The plan of { $items } was set aside. It is offered again in its own environment
aside-cleared = The plan of { $items } was cleared
aside-dropped = { $number ->
    [one] { $aside }. An older plan was dropped to save memory
   *[other] { $aside }. { $number } older plans were dropped to save memory
}
plan-lost = Your plan of { $items } is not confirmed, and is not kept.
plans-lost = { $number ->
    [one] { $number } plan is not confirmed, and is not kept.
   *[other] { $number } plans are not confirmed, and are not kept.
}

## A list, row by row

rows-found = { $number } found
rows-several = { $number } with several assets of the same name
rows-renamed = { $number } under another name
rows-not-found = { $number } not found
rows-offers = Some rows found nothing, but similar assets exist. None of them is in the plan unless you tick it.
rows-not-looked-for = { $number ->
    [one] { $number } more row has no match. Similar assets were not looked for.
   *[other] { $number } more rows have no match. Similar assets were not looked for.
}
rows-foreign = { $number ->
    [one] { $number } link is on { $host }, which is not a host of this environment.
   *[other] { $number } links are on { $host }, which is not a host of this environment.
}
rows-all = All rows
rows-of-found = Found
rows-of-unmatched = Without a match
rows-of-renamed = Under another name
rows-of-offered = With suggestions
rows-of-several = Several assets

row-renamed = Its asset ID belongs to { $asset }
row-several = { $number } assets have this name: { $kinds }
row-several-ways = This link can be read in more than one way
row-not-found = Not found
row-trimmed = spaces or invisible characters at its ends were removed
row-add = Add
row-add-it = Add { $name }, { $why }

## What a plan comes to

in-this-plan = In this plan
goes-images = { $number ->
    [one] image
   *[other] images
}
goes-videos = { $number ->
    [one] video
   *[other] videos
}
goes-files = { $number ->
    [one] file
   *[other] files
}
goes-assets = { $number ->
    [one] asset
   *[other] assets
}
goes-copies = { $number ->
    [one] copy
   *[other] copies
}
goes-originals = { $number ->
    [one] original whose copies go
   *[other] originals whose copies go
}
goes-with-copies = Resized copies (derived) go too.
goes-original-stays = { $number ->
    [one] The original stays. Cloudinary makes a copy again when a page asks for it.
   *[other] The originals stay. Cloudinary makes a copy again when a page asks for it.
}
goes-others-stay = The original and all other copies stay.

backed-up = { $number ->
    [one] It is backed up
   *[other] All of them are backed up
}
backed-up-help = { $number ->
    [one] It can be restored from Cloudinary’s backups.
   *[other] They can be restored from Cloudinary’s backups.
}
cannot-be-restored = { $number } cannot be restored
cannot-be-restored-help = { $number ->
    [one] Cloudinary has no backup of it.
   *[other] Cloudinary has no backup of them.
}
leave-out-those = { $number ->
    [one] Leave it out
   *[other] Leave those { $number } out
}

by-resource-type = By resource type
by-delivery-type = By delivery type
by-folder = By folder
no-folder = No folder
created = Created
created-oldest = Oldest
created-newest = Newest

deletion-method = Deletion method
method-thorough = Thorough, one at a time
method-batches = Batches of a hundred
method-sweep = Sweep, a thousand at a time
method-meaning-thorough = Uses hardly any of this hour’s API calls. Takes longer.
method-meaning-batches = Fast, and deletes exactly these assets.
method-meaning-sweep = Uses the fewest requests.
method-clears = Clears the CDN cache for certain. { $meaning }
method-clears-where-enabled = { $meaning } The CDN cache is cleared only if Cloudinary has enabled that for bulk deletions.
method-help = { $meaning } { $price }.
method-suggested = Suggested. { $reason }

cdn = CDN cache
cdn-kept = Not cleared: visitors may see cached pictures for up to 30 days
cdn-single-copies = Cleared if Cloudinary does so for single copies
cdn-for-certain = Cleared for certain, within about an hour
cdn-where-enabled = Cleared only if Cloudinary has enabled that for bulk deletions

price-calls = { $number ->
    [one] { $number } API call
   *[other] { $number } API calls
}
price-calls-at-most = { $number ->
    [one] At most { $number } API call
   *[other] At most { $number } API calls
}
price-and-free = { $number ->
    [one] { $calls } and { $number } uncounted request
   *[other] { $calls } and { $number } uncounted requests
}
price-share = { $percent }% of an hour’s calls
price-hours = { $number ->
    [one] spread over { $number } hour; waits and resumes by itself
   *[other] spread over { $number } hours; waits and resumes by itself
}
time-moment = less than a minute
time-minutes = { $number ->
    [one] about { $number } minute
   *[other] about { $number } minutes
}
time-hours = { $number ->
    [one] about { $number } hour
   *[other] about { $number } hours
}

## How a plan was chosen

description-public-id = Public ID “{ $name }”
description-link = Link “{ $link }”
description-list = { $number ->
    [one] List of { $number } public ID
   *[other] List of { $number } public IDs
}
description-asset-id = Asset ID { $id }
description-asset-ids = { $number ->
    [one] List of { $number } asset ID
   *[other] List of { $number } asset IDs
}
description-prefix = Public ID starts with “{ $text }”
description-tag = Tag “{ $tag }”
description-everything = Everything: { $kinds }
kinds = { $resource }, { $delivery }
kinds-images = images
kinds-videos = videos and audio
kinds-raw = raw files
kinds-every-resource = every resource type
kinds-common-delivery = upload, private and authenticated
description-clicked = “{ $name }”
description-selected = { $originals } selected
description-copies = { $number ->
    [one] { $number } copy of “{ $name }”
   *[other] { $number } copies of “{ $name }”
}
description-again = { $number ->
    [one] Retry: { $number } item from receipt { $receipt }
   *[other] Retry: { $number } items from receipt { $receipt }
}
description-copies-only = copies only
description-by-hand = { $number } added by hand

found = { $counted } found
found-by-prefix = { $number ->
    [one] { $number } starts with “{ $text }”
   *[other] { $number } start with “{ $text }”
}
found-by-tag = { $number ->
    [one] { $number } has the tag “{ $tag }”
   *[other] { $number } have the tag “{ $tag }”
}

## What to know of a plan

note-siblings = { $number ->
    [one] { $number } of these is not in the folder “{ $folder }/”: “{ $name }”. To leave it out, change the text so that it ends with “/”.
   *[other] { $number } of these are not in the folder “{ $folder }/”, for example “{ $name }”. To leave them out, change the text so that it ends with “/”.
}
note-any-host = Links on other hosts were read as links of this environment, as you chose.
note-unknown-asset-ids = { $number ->
    [one] { $number } of the asset IDs belongs to no asset in this environment.
   *[other] { $number } of the asset IDs belong to no asset in this environment.
}
note-selected-gone = { $number ->
    [one] { $number } selected asset is no longer in Cloudinary.
   *[other] { $number } selected assets are no longer in Cloudinary.
}
note-undone-gone = { $number ->
    [one] { $number } of these items is no longer in Cloudinary.
   *[other] { $number } of these items are no longer in Cloudinary.
}
note-gone = { $number ->
    [one] { $number } asset is no longer in Cloudinary.
   *[other] { $number } assets are no longer in Cloudinary.
}
note-other-kinds = { $number ->
    [one] { $number } asset is not of the kinds you chose, so it is not in the plan.
   *[other] { $number } assets are not of the kinds you chose, so they are not in the plan.
}
note-original-gone = The original is no longer in Cloudinary, and its copies went with it.
note-copies-gone = { $number ->
    [one] { $number } chosen copy is no longer in Cloudinary.
   *[other] { $number } chosen copies are no longer in Cloudinary.
}
note-copies-uncounted = How many copies there are is known only once Cloudinary has deleted them.
note-copies = { $number ->
    [one] { $number } copy goes: { $size }.
   *[other] { $number } copies go: { $size }.
}
note-without-asset-id = { $number ->
    [one] { $number } asset is not in the plan because Cloudinary gave no asset ID for it: “{ $name }”.
   *[other] { $number } assets are not in the plan because Cloudinary gave no asset ID for them, for example “{ $name }”.
}
note-unreadable = { $number ->
    [one] { $number } entry of Cloudinary’s answer could not be read, so it is not in the plan ({ $why }).
   *[other] { $number } entries of Cloudinary’s answer could not be read, so they are not in the plan ({ $why }).
}
note-unreadable-named = { $number ->
    [one] { $number } entry of Cloudinary’s answer could not be read, so it is not in the plan: “{ $name }” ({ $why }).
   *[other] { $number } entries of Cloudinary’s answer could not be read, so they are not in the plan, for example “{ $name }” ({ $why }).
}
note-not-asked-for = { $number ->
    [one] { $number } entry of Cloudinary’s answer is not in the plan: nothing shows that it is what was asked for.
   *[other] { $number } entries of Cloudinary’s answer are not in the plan: nothing shows that they are what was asked for.
}

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
reason-stopped = the job was stopped before its turn
reason-not-caught = the sweep did not find it any more; it is still there

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
