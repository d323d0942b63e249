# product and navigation
product = Yingke
nav-main = Main navigation
nav-tabs = Bottom navigation
nav-home = Yingke
nav-setup = Set up
nav-signin = Sign in
nav-unlock = Unlock
nav-booth = Capture leads
nav-booth-short = Capture
nav-leads = Show leads
nav-leads-short = Leads
nav-customers = Customers
nav-customers-short = Customers
nav-exhibitions = Exhibitions
nav-tasks = Tasks
nav-tasks-short = Tasks
nav-outbox = To resolve
nav-outbox-short = Resolve
nav-settings = Settings
nav-storage = This device
nav-users = People and roles
nav-about = About
nav-gallery = Components
nav-not-found = No such page

# words used everywhere
skip = Skip to content
back = Back
close = Close
show = Show
save = Save
saving = Saving
cancel = Cancel
undo = Undo
clear = Clear
more = More
new = New
edit = Edit
retry = Try again
continue = Continue
lock = Lock
theme = Light or dark
theme-system = As the system
theme-light = Light
theme-dark = Dark
language = Language
required = Required
optional = Optional
not-given = Not given
grade = Interest
why = Why?
why-way-out = What to do:{ " " }
find-hint = Find customers, phone endings, pinyin
view-keep = Keep as view

# sync states
sync-local = Saved here
sync-queued = Queued
sync-syncing = Syncing
sync-synced = Synced
sync-partial = Partly
sync-failed = Failed
sync-conflict = Conflict
sync-review = Needs review
sync-rejected = Returned
sync-pending = { $count } to sync
offline-safe = Offline · { $count } to sync · all safe on this device
offline-since = No network since { $time }; capture goes on
demo-data = Demonstration data

# changes
diff-added = New
diff-removed = Gone
diff-changed = Changed

# tables
grid-select-all = Select all
grid-select = Select { $name }
bulk-label = What to do with the selection
bulk-count = { $count } selected
bulk-safe = Preview first, undo after
bulk-clear = Clear selection

# pages
not-found-title = No such page
not-found-text = The address may be mistyped, or the page is gone.
not-found-home = Go to the start
gate-foot = Your data is encrypted on this device and works without a network
