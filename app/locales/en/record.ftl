# 每条记录都有的
field-doc-no = No.
field-unit = Unit
field-creator = Created by
field-created-at = Created
field-state = State
field-void-reason = Reason for voiding
field-provisional-no = Provisional no.
field-merged-into = Merged into
field-anonymous = Captured while signed out
field-shares = Lent to
field-late = Late decisions
state-void = Void

# 值
untitled = Untitled
not-visible = Not visible to you
list-comma = { ", " }
file-one = File
none-chosen = None
required-later = Needed later
form-needed = Needed in the end
form-rest = Everything else
one-per-line = One per line
error-number = Enter a number, with a point for decimals
error-money = Write it as “12.50 USD”
error-day = Write it as “2026-10-19”
error-moment = Write it as “2026-10-19 14:00”
error-choice = Choose from the list

# 历史与冲突
history = History
history-none = Nothing changed yet
history-contested = Edited by two at once; this value was not kept
conflict-two-values = { $field } has two values. Both are kept. Choose one
conflict-use = Use “{ $value }”
device-no = Device { $no }

# 为什么不行
reason-gap = Fill in “{ $field }”.
reason-who = Add a name, a company or a photo of the card.
reason-no-contact-way = Add one contact way, or tap “Not given”.
reason-no-contact = Add a contact with a name and a phone or e-mail.
reason-no-outcome = Write down the outcome.
reason-merge-target = Choose the record to merge into.
reason-two-values = “{ $field }” has two values. Choose one first.
reason-not-yours = Ask the owner or a manager to do it.
reason-later-edit-stands = The later edit of “{ $field }” stands; yours is in the history.
reason-decided-already = Somebody decided first. Your opinion and signature are kept.
reason-content-changed = The content changed after you decided. Look again.
reason-grant-ended = You had the right then and do not now. A manager will confirm.
reason-not-permitted = Your role cannot change this. Ask a colleague who can.
reason-sign-in-first = Sign in first.
reason-forged-actor = This names somebody else. Sign in again and save once more.
reason-wrong-type = “{ $field }” is not of the right kind. Correct it and save again.
reason-too-long = “{ $field }” is too long. Shorten it and save again.
reason-too-many = “{ $field }” has too many entries. Remove some and save again.
reason-computed = “{ $field }” is computed and cannot be typed.
reason-not-settable = “{ $field }” changes with its own step.
reason-unknown-record = The server does not know this record. Save it as a new one.
reason-merged-away = This was merged into another record. Edit that one.
reason-group = Another part of the same action was not accepted, so none took effect.
reason-over-quota = Over this device's quota. It waits for approval.
reason-failed-inside = The server failed on this one and kept it. Tell your administrator.
reason-id-taken = This id is taken. Save it as a new record.
reason-unknown-kind = The server does not know this kind yet. It is sent again after an update.
reason-unknown-step = There is no such step. Reload and look again.
reason-kept-although-removed = Somebody removed it while you edited, so it was kept.

# 步骤
lead-do-assign = Assign
lead-do-reassign = Reassign
lead-do-follow = Start follow-up
lead-do-convert = Convert to customer
lead-do-merge = Merge
lead-do-invalidate = Mark invalid
task-do-start = Start
task-do-complete = Complete
task-do-cancel = Cancel task
exhibition-do-submit = Submit
exhibition-do-approve = Approve
exhibition-do-return = Return
exhibition-do-move-in = Start move-in
exhibition-do-cancel = Cancel the show
exhibition-do-open = Open
exhibition-do-close = Close
exhibition-do-sum-up = Sum up
customer-do-merge = Merge into another
duplicate-do-same = The same
duplicate-do-group = Same group
duplicate-do-distinct = Different
duplicate-do-reopen = Decide again
customer-do-part = Take out of the merge
lead-do-part = Take out of the merge

about-version = Version
about-schema = Schema
about-rules = Rules in force
about-licence = Licence
about-text = Whoever runs a changed version for others gives them the source.
booth-known = Looks like an earlier one: { $name }
booth-no-show = No show yet. Create one under Exhibitions
booth-nothing-yet = Write something first: a name, a company or the interest
booth-only-little = Can be completed later
booth-saved = Saved here
customer-new = New customer
health-online = The server answers
health-offline = Offline
health-contact = Last contact: { $time }
health-never = never
health-waiting = { $count } to sync
health-waiting-means = All are in both journals of this device and go out by themselves.
health-backup = Server backup up to no. { $seq }
health-backup-means = Until then this device keeps its own copy.
lead-became-customer = Became a customer
list-count = { $count }
list-search = Find in this list
list-none-found = Nothing found. Try another word
list-none-yet = Nothing yet. Create the first
list-exported = Exported { $count } { $count ->
    [one] record
   *[other] records
}
outbox-refused = “{ $what }” was not accepted
outbox-to-review = “{ $what }” needs a person
record-not-here = Not on this device
settings-look = Language and look
settings-more = More
settings-safety = Passphrase and sign-in
settings-passphrase = Change passphrase
settings-passphrase-changed = Passphrase changed
settings-old = Current passphrase
settings-new = New passphrase
settings-sign-out = Sign out
task-done-word = Done
reason-closed = Already closed; nothing left to do.
list-part = { $count } of { $total }

signs = Signed by { $name } · { $time }
row-add = Add a row
row-remove = Remove { $name }
photo-not-kept = The photo was not kept. Take it again, or free some space first.

# Time limits
span-hours = { $count } h
span-minutes = { $count } min
span-days = { $count ->
     [one] { $count } day
    *[other] { $count } days
  }
span-working-hours = { $count } working h
span-working-minutes = { $count } working min
span-working-days = { $count ->
     [one] { $count } working day
    *[other] { $count } working days
  }
span-months = { $count ->
     [one] { $count } month
    *[other] { $count } months
  }
span-years = { $count ->
     [one] { $count } year
    *[other] { $count } years
  }
span-days-before = { $count ->
     [one] { $count } day before
    *[other] { $count } days before
  }
span-minutes-before = { $count } min before
span-limit = limit { $span }
draft-back = What you had not saved is back.
draft-clear = Clear
nav-products = Products
settings-records = Records
file-unread = The file could not be read; choose it again.
form-blank = Nothing is filled in yet. Fill in one field, then save.
new-of = New: { $what }
step-taken = { $step } · saved here
reason-at-least-one = { $field } is at least 1.
reason-doubt-unsigned = There is no signature. Your approval binds the content as it is now; a later change asks again.
reason-doubt-touched = It was changed after it was submitted: look at the marked changes before you decide.
