# Calendar
nav-calendar = Calendar
calendar-month = Month
calendar-week = Week
calendar-day = Day
calendar-today = Today
calendar-previous = Back
calendar-next = Forward
calendar-ics = As a file (ICS)
calendar-more = { $count } more
calendar-none = Nothing stands on this day.
calendar-make-up = Work day for { $name }
calendar-provisional = The holidays of { $year } are not announced yet; days count as provisional.
