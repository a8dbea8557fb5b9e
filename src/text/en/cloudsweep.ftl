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
look-only-jobs-go-on = Deletions you already confirmed keep running. You can pause them under Jobs.
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
closing-ended = The deletion has finished. You can close Cloudsweep now.

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

## Controls

all = All
close = Close
refresh = Refresh
show-details = Show details
try-again = Try again
undo = Undo
named-value = { $name }: { $value }
more-of = More: { $name }
less-of = Less: { $name }
hide-field = Hide { $field }
show-field = Show { $field }
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
credentials-not-taken = These are the credentials of an account, so Cloudsweep did not accept them here. To connect with them, choose “Environments…”.
used-up = This hour’s API calls are used up
used-up-copies = Cloudsweep looks for its copies at { $time }, automatically.
used-up-library = Loading resumes at { $time }, automatically.
used-up-new-list = The new list is loaded at { $time }, automatically.
used-up-tags = The tags are loaded at { $time }, automatically.

## The forms

form-one = One asset
form-one-title = Delete one asset
form-one-sentence = Enter its public ID or any link to it.
form-list = List
form-list-title = Delete a list
form-list-sentence = Public IDs or links, one per line, pasted or from a file.
form-asset-ids = Asset IDs
form-asset-ids-title = Delete by asset ID
form-asset-ids-sentence = Exactly these assets, even if they were renamed.
form-prefix = Prefix
form-prefix-title = Delete by prefix
form-prefix-sentence = Every asset whose public ID starts with the same text, such as the name of a folder.
form-tag = Tag
form-tag-title = Delete by tag
form-tag-sentence = Every asset that has the tag.
form-everything = Everything
form-everything-title = Delete everything of a kind
form-everything-sentence = All assets of the resource type and the delivery type that you choose here.
form-copies = Copies
form-copies-title = Delete resized copies (derived)
form-copies-sentence = Only the copies that Cloudinary made from an asset are deleted. The originals stay.

copies-of-which = Copies of
copies-of-one = One asset
copies-of-list = A list
copies-of-asset-ids = Asset IDs
copies-of-prefix = A prefix
copies-of-tag = A tag
copies-of-everything = Everything

form-preview = Preview…
form-preview-help = Nothing is deleted yet. First you see everything that was found.
form-cdn = Also clear the CDN cache (invalidate)
form-cdn-help = Without this, visitors may still see deleted pictures for up to 30 days. With it, the pictures disappear within about an hour.
form-credentials = This contains the credentials of an account, so none of it was accepted. Remove them first.
list-replaced = The list was replaced
text-replaced = The text was replaced

resource-type = Resource type
resource-images = Images
resource-videos = Videos and audio
resource-raw = Raw files

delivery-type = Delivery type
delivery-common = All common types
delivery-common-help = Public, private and authenticated assets. Nearly every library has only these.
delivery-upload = Public (upload)
delivery-private = Private
delivery-authenticated = Authenticated
delivery-fetch = Fetched from other websites (fetch)
delivery-list = Lists by tag (list)

one-field = Public ID or link
one-hint = docs/owl, or https://res.cloudinary.com/…
one-help = Any link to the asset works: Cloudsweep finds the public ID in it.
read-as-address = Read as the web address of a fetched asset.
read-as-asset-id = Read as an asset ID or as a public ID.
read-as-public-id = Read as the public ID “{ $name }”.
read-as-link = Read as the public ID “{ $name }” ({ $resource }, { $delivery }).
read-in-several-ways = This link can be read in more than one way. The preview shows the assets that exist.
read-trimmed = Spaces or invisible characters at the start or the end were removed.

everything-of = Everything: { $kinds }
everything-help = The preview lists every asset that would be deleted. To confirm, you type the cloud name.
everything-copies-help = The preview lists every original whose copies would be deleted.

prefix-field = Public IDs start with
prefix-help = Every character counts, capital letters and spaces too. An empty prefix is never sent.
prefix-invisible = Spaces and invisible characters count too: the public IDs start with “{ $prefix }”.
prefix-open = This finds every public ID that starts this way: “{ $prefix }/…”, but also “{ $prefix }2/…” or “{ $prefix }-old”. Add a slash at the end to stay inside the folder.

tag-hint = Type a tag, or choose one below
tag-trimmed = Spaces and invisible characters at the start or the end don’t count: the tag is “{ $tag }”.
tag-named = Tag { $name }
tags = { $number ->
    [one] { $number } tag
   *[other] { $number } tags
}
tags-loading = Loading the tags
tags-match = { $found ->
    [one] { $found } of { $number } tags matches
   *[other] { $found } of { $number } tags match
}
tags-no-match = No tag contains this text. You can still preview it as typed.
tags-none = No asset here has a tag.
tags-scroll = Scroll the tags

## Lists in forms

list-field = Public IDs or links, one per line
list-help = CSV and JSON work too. Columns such as asset_id, resource_type, type, format and version say more exactly which asset a row means.
asset-ids-field = Asset IDs, one per line
asset-ids-help = An asset keeps its asset ID when it is renamed. CSV and JSON with a column asset_id work too.
list-blank = { $number } blank
list-clear = Clear list
list-duplicates = { $number ->
    [one] { $number } duplicate
   *[other] { $number } duplicates
}
list-lines = { $number ->
    [one] { $number } line
   *[other] { $number } lines
}
list-reading = Reading the list
list-reading-for-preview = Reading the list; the preview follows
list-scroll = Scroll the list
list-unusable = { $number } can’t be used

list-file = Or read the list from a file
list-file-choose = Choose file…
list-file-help = Its lines replace those above.
list-file-hint = Path of a text or CSV file
list-file-read = Read file
list-file-reading = Reading the file
list-file-encoding = Read as { $encoding }. Check that names with accents look right above.

encoding-arabic-windows = Arabic (Windows)
encoding-baltic-windows = Baltic (Windows)
encoding-central-european-windows = Central European (Windows)
encoding-chinese-simplified = Simplified Chinese (GB 18030)
encoding-chinese-traditional = Traditional Chinese (Big5)
encoding-cyrillic-koi8 = Cyrillic (KOI8)
encoding-cyrillic-windows = Cyrillic (Windows)
encoding-greek-windows = Greek (Windows)
encoding-hebrew-windows = Hebrew (Windows)
encoding-japanese-euc = Japanese (EUC, JIS)
encoding-japanese-shift = Japanese (Shift JIS)
encoding-korean = Korean
encoding-thai-windows = Thai (Windows)
encoding-turkish-windows = Turkish (Windows)
encoding-vietnamese-windows = Vietnamese (Windows)
encoding-western-european-mac = Western European (Mac)
encoding-western-european-windows = Western European (Windows)

hosts-links = { $number ->
    [one] { $number } link
   *[other] { $number } links
}
hosts-foreign = { $number ->
    [one] { $number } link is not on a host of this environment
   *[other] { $number } links are not on a host of this environment
}
hosts-foreign-help = Links on other hosts are not used, unless you say that the host is yours.
hosts-use-anyway = Use links on other hosts anyway

## The library

library-empty-title = { $kind ->
    [image] No images
    [video] No videos or audio
    [raw] No raw files
   *[all] This library is empty
}
library-empty = { $kind ->
    [image] There are no images in this product environment.
    [video] There are no videos or audio files in this product environment.
    [raw] There are no raw files in this product environment.
   *[all] There are no assets in this product environment.
}
library-as-of = as of { $time }
library-clear-selection = Clear the selection
library-loaded = { $here } loaded, more follow
library-loaded-of = { $here } of { $total } loaded
library-loading = Loading
library-refreshing = refreshing
library-scroll = Scroll the library
library-select-all = Select all { $number } loaded
library-selected-all = Everything loaded so far is selected. More follows below.
library-old = This list is out of date
library-old-help = It may still show assets that are gone. Your selection is kept until you refresh.
library-refresh = Refresh the list
library-host = Some pictures are on { $host }. You have not confirmed that this host is yours.
library-host-show = Show pictures from it
library-host-show-of = Show pictures from it: { $host }

selected = { $number } selected
selected-delete = { $kind ->
    [image] { $number ->
        [one] Delete { $number } selected image…
       *[other] Delete { $number } selected images…
    }
    [video] { $number ->
        [one] Delete { $number } selected video…
       *[other] Delete { $number } selected videos…
    }
    [raw] { $number ->
        [one] Delete { $number } selected file…
       *[other] Delete { $number } selected files…
    }
   *[all] { $number ->
        [one] Delete { $number } selected asset…
       *[other] Delete { $number } selected assets…
    }
}
selected-delete-one = Delete { $name }…
selected-delete-off = “Look only” is on: nothing can be deleted.
selected-one-of = { $kind ->
    [image] One of { $number } selected images
    [video] One of { $number } selected videos
    [raw] One of { $number } selected files
   *[all] One of { $number } selected assets
}
selected-not-among = { $kind ->
    [image] Not among the { $number } selected images
    [video] Not among the { $number } selected videos
    [raw] Not among the { $number } selected files
   *[all] Not among the { $number } selected assets
}
selected-other = Not selected; { $name } is

## One asset of the library

asset-none = Click an asset to see its details and its copies.
asset-picture = Preview of { $name }
asset-copy-public-id = Copy public ID
asset-open = Open in the browser
asset-open-on = Open on { $host }
asset-open-on-this = Open on this host
asset-delete-by-prefix = Delete by this prefix
asset-delete-by-tag = Delete by this tag

fact-public-id = Public ID
fact-format = Format
fact-dimensions = Dimensions
fact-size = Size
fact-created = Created
fact-folder = Folder
fact-backup = Backup
fact-backup-none = None: can’t be restored
fact-backup-some = Yes
fact-backup-versions = { $number ->
    [one] { $number } version
   *[other] { $number } versions
}

asset-copies = Resized copies (derived)
asset-copies-failed = The copies could not be loaded. The reason is shown below.
asset-copies-gone = This asset is no longer in Cloudinary.
asset-copies-loading = Looking for copies
asset-copies-none = None. Cloudinary makes one when a size is first requested.
asset-copies-price = Uses one API call.
asset-copies-show = Show copies
asset-copy = Copy { $transformation }
asset-copies-delete = { $number ->
    [one] Delete { $number } copy of { $name }…
   *[other] Delete { $number } copies of { $name }…
}
asset-original-stays = The original stays

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

## Command line

command-about = Delete images, videos and files from Cloudinary, safely and at any size
command-practice = Open the practice library: sample pictures on this computer, nothing real
command-server = Run the practice library alone, without the window, until it is ended. Its first line is a CLOUDINARY_URL that Cloudinary’s own SDKs understand.
command-server-port = TCP port on 127.0.0.1. With 0, any free one.
command-server-assets = Number of assets in its library
command-server-seed = The same seed gives the same library
command-server-latency = How long each answer takes, such as 50ms or 2s
command-server-quota = Admin API calls allowed per hour
command-server-fault = Something that goes wrong, as NAME[:COUNT][@changing|@reading]. Can be given several times. An unknown name lists the known ones.
command-server-page-limit = Items in one page of a listing, however many are requested. A bulk deletion removes twice as many at a time.
command-server-fixed-folders = Folders are the start of the public ID, as in environments made before June 2024
command-server-no-backup = Originals have no backups
command-server-index-lag = How long changes take to show up in searches and folders, such as 3s
command-server-without-asset-id = Destroying by asset ID is unknown in this form, as on older servers: form ({"{"}resource_type{"}"}/destroy) or json (asset/destroy). Can be given twice.
command-not-a-time = “{ $text }” is not a length of time such as 50ms, 2s or 1m

start-no-background = Cloudsweep could not start its work in the background
start-no-port = The practice library cannot use port { $port } of this computer
start-no-window = Cloudsweep could not open its window
start-window-again = The window was open once already.
