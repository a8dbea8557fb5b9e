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
