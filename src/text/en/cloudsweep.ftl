# Every word that a user reads. Numbers are written with their separators by the program; sizes,
# times and names come as they are to be read.

program = Cloudsweep

## On several pages

back = Back
cancel = Cancel
close = Close
go-to-library = Go to the library
clear = Clear
dismiss = Dismiss
ok = OK
open = Open
save = Save
writing = Saving

jobs = Jobs
library = Library
receipts = Receipts
show-jobs = Show the jobs
show-plan = Show the plan
show-preview = Show the preview
show-receipt = Show the receipt
try-again = Try again

api-key = API key
api-secret = API secret
cloud-name = Cloud name
production = Production
practice-library = Practice library

resource-image = Image
resource-video = Video
resource-raw-file = Raw file

region = Region
region-us = United States
region-eu = Europe
region-ap = Asia Pacific
region-own = Own address
switch-to-us = Switch to the United States
switch-to-eu = Switch to Europe
switch-to-ap = Switch to Asia Pacific

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

## The proxy

proxy = Proxy
proxy-change = Change…
proxy-change-it = Change the proxy…
proxy-now-variables = As the system says: { $address }
proxy-now-user = { $address }, as { $user }
proxy-title = How to reach the internet
proxy-sentence = Some companies let programs reach the internet only through a proxy. For everybody else, the system’s setting is right.
proxy-system = As the system says
proxy-none = No proxy
proxy-own = This one
proxy-system-help = The proxy in the settings of Windows or macOS, and on every system the one in the environment variables HTTPS_PROXY and NO_PROXY.
proxy-none-help = Cloudsweep connects to Cloudinary directly, whatever the system says.
proxy-host = Proxy host
proxy-port = Port
proxy-user = User name
proxy-user-help = Leave it blank if the proxy asks nobody to log in.
proxy-password = Proxy password
proxy-password-help = Kept in this computer’s keychain, and sent to this proxy alone. It is never written to a file, a log or a receipt.
proxy-password-stays = Leave it blank to keep the password that you entered before.
proxy-no-host = Enter the proxy’s host.
proxy-wrong-host = Enter the host’s name or IP address alone. Only HTTP proxies work here; user name and password have fields of their own.
proxy-wrong-port = Enter a number from 1 to 65535. It is often 3128 or 8080.
proxy-wrong-user = A user name has no colon. The password has a field of its own.
proxy-no-password = Enter the password of this user.
proxy-enter-password = Enter the proxy’s password…
proxy-chosen = The proxy is set. What did not work can be tried again.

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

environment-detail = API key { $key } · { $region }
called-key = key { $key }
called-key-ending = key …{ $ending }

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

job-ended-meanwhile = This deletion has ended meanwhile: { $sums }
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
refresh = Refresh
show-details = Show details
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
given-one-file = { $number } files were given, and one list is read at a time: the first is in the form
list-replaced = The list was replaced
text-replaced = The text was replaced
list-cleared = The list was cleared
text-cleared = The text was cleared

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
delivery-facebook = Facebook
delivery-twitter = Twitter
delivery-gravatar = Gravatar
delivery-youtube = YouTube
delivery-hulu = Hulu
delivery-vimeo = Vimeo
delivery-animoto = Animoto
delivery-worldstarhiphop = Worldstar HipHop
delivery-dailymotion = Dailymotion
delivery-sprite = Sprite

one-field = Public ID or link
one-hint = docs/owl, or https://res.cloudinary.com/…
one-help = Any link to the asset works: Cloudsweep finds the public ID in it.
read-as-address = Read as the web address of a fetched asset.
read-as-asset-id = Read as an asset ID or as a public ID.
read-as-public-id = Read as the public ID “{ $name }”.
read-as-link = Read as the public ID “{ $name }” ({ $resource }, { $delivery }).
read-in-several-ways = This link can be read in more than one way. The preview shows the assets that exist.
read-trimmed = Spaces or invisible characters at the start or the end were removed.

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
asset-copies-delete-short = { $number ->
    [one] Delete { $number } copy…
   *[other] Delete { $number } copies…
}
asset-original-stays = The original stays

## Forms

add-slash = Add the slash
host-is-ours = { $host } is ours

## Why a form is not taken

form-no-public-id = Enter a public ID, or paste a link to the asset.
form-no-public-ids = Paste the public IDs, one per line, or open a file.
form-no-asset-ids = Paste the asset IDs, one per line, or open a file.
form-no-tag = Choose or enter a tag.
form-no-prefix = Enter how the public IDs start. An empty field would mean every asset, so it is never sent.
form-tag-too-long = A tag has at most 255 characters.
form-all-refused = None of these lines can be used. The first one: { $why }
form-not-asset-ids = { $more ->
    [0] Line { $line } is not an asset ID on its own. An asset ID has 32 characters: 0–9 and a–f. For public IDs, links and tables use “List”.
    [one] Line { $line } and { $more } more line are not asset IDs on their own. An asset ID has 32 characters: 0–9 and a–f. For public IDs, links and tables use “List”.
   *[other] Line { $line } and { $more } more lines are not asset IDs on their own. An asset ID has 32 characters: 0–9 and a–f. For public IDs, links and tables use “List”.
}

## Why a row names no asset

public-id-too-long = A public ID has at most 255 characters.
refusal-other-cloud = “{ $cloud }” is another product environment, and this link belongs to it.
refusal-other-host = “{ $host }” is not a host of this environment.
refusal-no-asset = This link does not lead to an asset in Cloudinary.
refusal-control = This has invisible control characters in it, which no public ID has.
refusal-credentials = This looks like the credentials of an environment, not like a public ID.
refusal-not-an-asset-id = This is not an asset ID, although its column is “asset_id”. An asset ID has 32 characters: 0–9 and a–f.
refusal-not-a-resource-type = “{ $word }” is not a resource type. Cloudinary has image, video and raw.
refusal-not-a-delivery-type = “{ $word }” is not a delivery type. Most assets are upload, private or authenticated.
refusal-not-a-version = The version in this row is not a number.
refusal-conflict = The public ID and the link in this row name different assets.
refusal-copies-only = This row comes from a deletion of copies. Its original was to be kept, so the row is not used.
refusal-left-out = This row was left out of the deletion in that receipt, so it is not used.
refusal-unclear = Some cells in this row are missing, cannot be read, or contradict each other.
refusal-nothing = This row has no public ID, asset ID or link.

## What is not a list

looks-web-page = This looks like a web page without any links.
looks-web-page-help = Copy the addresses of the images, one per line.
looks-spreadsheet = This is a spreadsheet, not a text file.
looks-spreadsheet-help = Save it as CSV in your spreadsheet program, then open that file.
looks-pdf = This is a PDF, not a text file.
looks-document = This is a word processor document, not a text file.
looks-document-help = Copy the list out of it, or save it as plain text.
looks-picture = This is an image, not a list.
looks-picture-help = Use its public ID, or a link to it.
looks-archive = This is a compressed archive, not a text file.
looks-archive-help = Unpack it, then open the list that is in it.
looks-binary = This is not a text file.
looks-binary-help = Save the list as CSV or plain text (UTF-8), then open it again.
looks-credentials = These are the credentials of an account, not a list of assets.
looks-credentials-help = To connect with them, choose “Environments…”. If anyone else may have seen them, change the API secret.
looks-sql = This looks like a database export without any links.
looks-sql-help = Export the column with the public IDs as CSV.
looks-code = This looks like program code without any links.
looks-code-help = Copy only the public IDs or links, one per line.
looks-other-json = This is JSON, but not a list of assets.
looks-other-json-help = Use an answer with “resources”, or an array of public IDs, of links or of objects with “public_id”.
looks-broken-json = This looks like JSON, but it is cut off or has a mistake in it.
looks-broken-json-help = Copy it again, from its first bracket to its last.

## Receipts

receipts-sentence = What became of every deletion, item by item. Receipts stay on this computer.
receipts-none = No receipts yet
receipts-none-sentence = Each deletion ends with a receipt: every item, and what became of it.
receipts-reading = Reading the record
receipts-scroll = Scroll the receipts
receipts-all = All receipts
receipts-show-all = Show all receipts

find = Find
find-deleted = Find a deleted asset
find-deleted-hint = Part of a public ID
find-press = Press “Find” to look for “{ $text }” in all receipts.
find-searching = Looking through all receipts
find-none = No matching receipt on this computer for “{ $text }”
find-found = { $number ->
    [one] { $number } match for “{ $text }”
   *[other] { $number } matches for “{ $text }”, the newest deletion first
}
find-newest = { $number ->
    [one] The newest match for “{ $text }”. Enter more of the public ID to see older ones.
   *[other] The newest { $number } matches for “{ $text }”. Enter more of the public ID to see older ones.
}

receipt-open = Open receipt
receipt-open-it = Open receipt { $job }
receipt-confirmed = { $environment } · confirmed { $time }
receipt-of = Receipt { $job } · { $environment } · confirmed { $time }
receipt-reading = Reading the receipt
receipt-scroll = Scroll the receipt
receipt-line-unread = This line is being read
receipt-find = Find in this receipt
receipt-nothing = Nothing here
receipt-nothing-sentence = No item of this receipt matches.
receipt-nothing-filtered = None of the items that this filter shows matches. Choose “All” to look through the whole receipt.

receipt-running = Running
receipt-waiting = Waiting
receipt-waiting-until = Waiting until { $time }

receipt-complete = Everything in the plan is gone.
receipt-complete-alone = Everything in the plan is gone. Nothing else was touched.
receipt-complete-copies = All copies in the plan are gone. No original was deleted.
receipt-not-deleted = Some items were not deleted. Each line says why.
receipt-not-known = The outcome of some items is unknown. Each line says why.
receipt-exceptions = Some items were not deleted, and the outcome of others is unknown. Each line says why.
receipt-took-more = Everything in the plan is gone, and other assets with it.
receipt-stopped = Stopped: { $sums }
receipt-stopped-help = What was not sent is still in Cloudinary.
receipt-damaged = The record of this deletion is damaged, or was changed by another program
receipt-damaged-help = This is what can be read of it; do not rely on it. It is never resumed.
receipt-interrupted = Interrupted: { $sums }
receipt-ended = This deletion has ended; its receipt is being read.
receipt-still-running = This deletion is still running.
receipt-waits-its-turn = It waits for its turn; see “Jobs”.
receipt-waits-until = It waits until { $time } and resumes by itself.

receipt-try-again = { $number ->
    [one] Try { $number } item again…
   *[other] Try { $number } items again…
}
receipt-try-again-help = You see a new preview first, and confirm it again.
receipt-open-first = These items belong to “{ $environment }”. Open it first.

receipt-all = All { $number }
receipt-some = { $outcome } { $number }
receipt-deleted-help = Cloudinary confirmed that it deleted these.
receipt-copies-deleted-help = Cloudinary confirmed that it deleted these copies. The originals are kept.
receipt-already-gone-help = These were not there any more when their turn came. Where the job was interrupted, its own last request may have deleted some of them.
receipt-no-copies-help = Cloudinary found no copies of these when their turn came.
receipt-refused-help = Cloudinary did not delete these; each line says why.
receipt-skipped-help = These were not deleted; each line says why.
receipt-unknown-help = Cloudinary could not be asked what became of these.
receipt-not-done-help = Their turn has not come yet.

left-out = Left out
left-out-help = You left these out of the plan; they were never sent.
beyond-plan = Beyond the plan
beyond-plan-title = { $number ->
    [one] { $number } asset was deleted beyond the plan
   *[other] { $number } assets were deleted beyond the plan
}
beyond-plan-help = Added or replaced after the preview: a sweep cannot tell such assets apart.
beyond-plan-show = Show them
beyond-plan-deleted = Cloudinary said that it deleted it
beyond-plan-gone = it was there before the sweep and is gone; Cloudinary’s answer never arrived

## Saving a receipt

save-as = Save as…
save-csv = Every item (CSV)
save-csv-help = For your own records: every item with its outcome. Opens in any spreadsheet program.
save-html = To print (HTML)
save-html-help = One page to read in a browser and to print. Of a very long receipt it shows a part.
save-json = For programs (JSON)
save-json-help = Everything in the receipt, for scripts and other programs.
save-support = List for Cloudinary’s support
save-support-help = Within 30 days, Cloudinary’s support may be able to recover originals. This is the list they ask for.
save-to = Save to
save-to-hint = Folder and name of the file
save-to-help = If there is a file with this name, it is replaced.
save-to-missing = Enter where to save the file, or choose it.
save-choose = Choose where…
save-file = Save file
save-close-it = Close saving
saved = Saved

## A receipt as a page to print

page-title = Cloudsweep receipt { $job }
page-stopped = Stopped. What was not sent is still in Cloudinary.
page-damaged = A part of its record is damaged, or was changed by another program. This is what can be read of it.
page-not-ended = This deletion has not ended yet.
page-environment = Environment
page-chosen-by = How the items were chosen
page-what = What was to be deleted
page-method = Deletion method
page-cdn-cleared = Cloudinary was asked to clear it
page-previewed = Preview made
page-confirmed = Deletion confirmed
page-ended = Deletion ended
page-planned = In the plan
page-outcome = Outcome
page-items = Items in the plan
page-too-many = This page shows { $shown } of { $all } items, those that were not deleted first. Save the receipt as CSV to get them all.
page-first-of = This page shows the first { $shown } of { $all }. Save the receipt as CSV to get them all.
page-left-out = Left out of the plan
page-left-out-sentence = You left these out before you confirmed the plan. They were not deleted.
page-beyond-plan = Deleted beyond the plan
page-public-id = Public ID
page-type = Type
page-size = Size
page-created = Created
page-reason = Reason
page-how-known = How it is known

what-originals = Originals with all of their copies
what-all-copies = All copies; the originals stay
what-chosen-copies = Chosen copies; the originals stay

## Confirming

sweep-takes-more = A sweep may take more than this plan
sweep-takes-added = Also what was added or replaced since this preview.
confirm-delete = Delete { $items }
confirm-type-cloud-name = To confirm, type the cloud name: { $name }
confirm-outdated = Something was deleted here after this preview
confirm-outdated-help = Some of these may be gone already. Refresh the preview, and confirm what is left.
confirm-not-the-number = This is another number. Type exactly { $number }.
confirm-not-the-cloud-name = This is another name. Type exactly { $name }, capitals included.
confirm-title = { $action }?
confirm-enter = Enter never deletes. Click the “Delete” button, or press the space bar on it.
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

## Sources of a plan

add-to-plan = Add to plan
add-to-plan-of = Add to plan of { $assets }
plan-added = { $number ->
    [0] Nothing new was found
   *[other] { $items } added to the plan
}
plan-taken-out = { $number ->
    [0] A source was taken out. The rest of the plan holds all that it found
   *[other] { $items } taken out of the plan with their source
}
plan-sources = Chosen by
plan-add-spelling = Add “{ $text }”
source-complete = Complete
source-incomplete = Not complete
source-waits = Not counted yet
source-rows = Show rows
source-rows-of = Show rows of { $source }
take-out = Take out
take-out-source = Take out of the plan: { $source }

## Deletion methods

method-thorough = Thorough, one at a time
method-batches = Batches of a hundred
method-sweep = Sweep, a thousand at a time

suggested-copies = Copies are deleted a hundred at a time; the originals stay.
suggested-few = One at a time: clears the CDN for certain and uses hardly any of this hour’s API calls.
suggested-fewer-hours = { $hours ->
    [one] One at a time: needs the API calls of { $hours } hour instead of { $instead }, and clears the CDN for certain.
   *[other] One at a time: needs the API calls of { $hours } hours instead of { $instead }, and clears the CDN for certain.
}
suggested-fastest = A hundred at a time: the fastest method that deletes exactly this plan.

sweep-takes-prefix = When the sweep runs, Cloudinary deletes every asset of these kinds whose public ID starts with “{ $prefix }”, including what was added or replaced since this preview. None of it can be left out. The receipt lists what Cloudinary reports beyond this plan; an asset that was replaced under a planned name counts as deleted.
sweep-takes-tag = When the sweep runs, Cloudinary deletes every asset of these resource types with the tag “{ $tag }”, including what was added or replaced since this preview. None of it can be left out. The receipt lists what Cloudinary reports beyond this plan; an asset that was replaced under a planned name counts as deleted.
sweep-takes-all = When the sweep runs, Cloudinary deletes everything of these kinds, including what was added or replaced since this preview. None of it can be left out. The receipt lists what Cloudinary reports beyond this plan; an asset that was replaced under a planned name counts as deleted.

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
    [0] Nothing was found before it stopped
    [one] { $number } asset was found before it stopped
   *[other] { $number } assets were found before it stopped
}
incomplete-help = A plan must be complete before you can review it.
incomplete-help-source = A plan must be complete before you can review it. Count the incomplete source again, or take it out: the other sources are kept.
incomplete-take-out = Take out the incomplete source
incomplete-discard-all = Discard whole plan
incomplete-take = { $number ->
    [one] Take it as it is
   *[other] Take the { $number } as they are
}

no-plan-title = No plan yet
no-plan = Choose assets in the library, or use one of the forms.
delete-one-asset = Delete one asset…

no-matches-title = No matches
no-matches = Filtering does not change the plan.
nothing-found-title = Nothing was found
nothing-found = No asset of the kinds you chose was found by: { $description }
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
filter-without-backup = { $out ->
    [0] Without backup { $number }
   *[other] Without backup { $number }, { $out } left out
}
filter-several = Same name, several kinds { $number }
filter-added = Added by you { $number }
filter-new = New or changed { $number }
filter-just-added = Just added { $number }
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
    [one] List of { $number } line
   *[other] List of { $number } lines
}
description-asset-id = Asset ID { $id }
description-asset-ids = { $number ->
    [one] List of { $number } asset ID
   *[other] List of { $number } asset IDs
}
description-prefix = Public ID starts with “{ $text }”
description-tag = Tag “{ $tag }”
description-everything = Everything: { $kinds }
kinds = { $resource } ({ $delivery })
kinds-images = images
kinds-videos = videos and audio
kinds-raw = raw files
kinds-every-resource = images, videos and raw files
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
description-and-more = { $number ->
    [one] { $first } and { $number } more source
   *[other] { $first } and { $number } more sources
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

reason-unauthorized = Your API key lacks the permission to delete assets. Still in Cloudinary: use a key that has it, then try again.
reason-refused = Still in Cloudinary. Its answer: { $message }
reason-changed = changed since the preview
reason-stopped = the deletion was stopped before its turn
reason-left-out = left out of the plan before it was confirmed; never sent
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
problem-certificate-advice = Check this computer’s date and time. If a company’s proxy or a virus scanner reads the traffic, its certificate has to be installed on this computer: ask whoever looks after the network.
problem-proxy = The proxy did not let the connection through.
problem-proxy-advice = Check the proxy that is set where you connect, or ask whoever looks after the network to allow Cloudinary.
problem-proxy-login = The proxy wants a user name and a password, or did not accept them.
problem-proxy-login-advice = Enter both, then try again. Whoever looks after the network can tell you what they are.
problem-proxy-away = Can’t reach the proxy that leads to the internet.
problem-proxy-away-advice = Check the proxy that is set where you connect. Outside the company’s network it may not be there: connect to that network, or set no proxy.
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
problem-proxy-password-not-kept = The proxy’s password is kept for this session only.
problem-proxy-password-advice = To have it remembered, unlock or set up the keychain, start Cloudsweep again, and enter the password once more.
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
problem-proxy-not-saved = Cloudsweep could not save which proxy to use.
problem-proxy-not-saved-advice = It is used until you close Cloudsweep. Check that the disk is not full and that you may write to Cloudsweep’s folder.
problem-proxy-not-read = Cloudsweep could not read which proxy to use, so it uses the system’s.
problem-proxy-not-read-advice = Choose the proxy again where you connect to Cloudinary.
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

## Command line

command-about = Delete images, videos and files from Cloudinary, safely and at any size
command-practice = Open the practice library: sample pictures on this computer, nothing real
command-open = Open these in the window: a link or public ID, several of them, or a file that lists them
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
