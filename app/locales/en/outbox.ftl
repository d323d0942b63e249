# What needs a person
outbox-calm = Nothing needs you
outbox-title = { $count } { $count ->
     [one] thing needs
    *[other] things need
  } you
outbox-lead = Nothing is lost. { $count ->
     [0] Everything is synced.
    *[other] The other { $count } will sync by themselves.
  }
outbox-conflict-note = The other value stays in the history and can be taken back
outbox-neither = Neither, type another
outbox-fill = Fill in
outbox-void = Void…
outbox-repair = Complete and resend
outbox-review = Review
outbox-waiting = To sync
outbox-waiting-count = { $count }, all saved here
outbox-waiting-none = Everything is synced
outbox-sync-now = Sync now
