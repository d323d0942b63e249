//! Work calendars: working days and hours, holidays, zones as data, due times with their trace (design §8).
