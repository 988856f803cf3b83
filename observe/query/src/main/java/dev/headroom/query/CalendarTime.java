package dev.headroom.query;

import java.time.LocalDateTime;

/// A second in UTC of any year that 64 bits of seconds reach; Java's own calendar ends too early for that.
///
/// @param inCycle the same second in the cycle that starts with the year 1
/// @param cycles how many cycles lie between the first one and that of this second
/* The Gregorian calendar repeats every 400 years, weekdays included. As in Go, seconds are counted without a sign from
 * the earliest January 1st that a cycle starts with, so that what lies before it comes out as the last year of all. */
record CalendarTime(LocalDateTime inCycle, long cycles) {

    private static final long CYCLE_SECONDS = 12_622_780_800L;
    private static final long CYCLES_BEFORE_YEAR_1 = 730_692_556;
    private static final long YEAR_1_SECONDS = -62_135_596_800L;
    private static final LocalDateTime YEAR_1 = LocalDateTime.of(1, 1, 1, 0, 0);

    /// @param seconds since the epoch, cut towards zero; what is no number, or too large, is the earliest second
    static CalendarTime at(double seconds) {
        boolean fits = seconds >= -0x1p63 && seconds < 0x1p63;
        long whole = fits ? (long) seconds : Long.MIN_VALUE;
        long since = whole - (YEAR_1_SECONDS - CYCLES_BEFORE_YEAR_1 * CYCLE_SECONDS);
        return new CalendarTime(
                YEAR_1.plusSeconds(Long.remainderUnsigned(since, CYCLE_SECONDS)),
                Long.divideUnsigned(since, CYCLE_SECONDS));
    }

    double year() {
        return (cycles - CYCLES_BEFORE_YEAR_1) * 400 + inCycle.getYear();
    }
}
