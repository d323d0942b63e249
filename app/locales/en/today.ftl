# Today
today-heading = { $weekday }, { $date }
today-day = { $weekday } { $date }
today-comma = {", "}
today-some-late = { $count ->
     [one] { $count } thing is late; see to it first.
    *[other] { $count } things are late; see to them first.
  }
today-none-due = Nothing is due today.
today-some-due = { $count ->
     [one] { $count } thing is due today.
    *[other] { $count } things are due today.
  }
today-some-due-noon = { $count ->
     [one] { $count } thing is due today, { $noon } of it before noon.
    *[other] { $count } things are due today, { $noon } of them before noon.
  }
today-next-is = The next is on { $day }.
today-group-late = Late
today-group-today = Today
today-group-next = Next three working days
today-group-later = Later
today-at = Today { $time }
today-closing = by closing
today-late-minutes = { $count } min late
today-late-hours = { $count } h late
today-late-days = { $count ->
     [one] { $count } day late
    *[other] { $count } days late
  }
today-minutes-left = { $count } min left
today-hours-left = { $count } h left
today-working-days-left = { $count ->
     [0] days off between
     [one] { $count } working day left
    *[other] { $count } working days left
  }
today-bundle = { $count ->
     [0] What can wait is shown together, next at { $time }.
    *[other] What can wait is shown together, next at { $time }: { $count }.
  }
today-matter = { $matter }: { $about }
today-sent-by = from { $who }
today-owner = owner { $who }
today-nobody = nobody owns it yet
today-escalated = reported to { $who }
today-do-decide = Decide
today-do-open = Open
today-calm = Nothing left to do
today-calm-text = Nothing is late and nobody waits for you. What comes up appears here by itself.
today-all = All tasks
today-more = { $count } more in the list of all tasks
today-beside = Approvals, inbox and the day
today-all-approvals = All
today-day-line = Today by the clock
today-now = Now

# Why this time
today-why = Why { $time }
today-parameter = parameter { $no }
today-why-typed = { $who } typed this time; no rule computed it.
today-provisional = Provisional: the holidays of { $year } are not announced yet; then it is computed again.
today-step-start = Clock starts, { $span }
today-step-elapsed = Counted by the clock up to here
today-step-moved = Until the end of this day
today-step-clamped = That month has no such day: its last day
today-step-holiday = { $name }, a holiday: not counted
today-step-weekend = Weekend: not counted
today-step-after-hours = After working hours: not counted
today-step-same-day = The same day
today-step-day = Working day { $no }
today-step-made-up = make-up day of { $name }
today-step-provisional = provisional
today-step-closes = work ends at { $time }
today-step-ran = { $from }–{ $to }, { $count } min

# Gaps
today-gaps = To complete
today-gaps-more = and { $count } more
today-lacks = missing: { $what }
today-gap-contact = contact
today-do-list = Go through the list
