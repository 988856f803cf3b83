package dev.headroom.hpa;

import java.util.function.LongPredicate;

/// Where something that stays true once it is true begins.
final class Search {

    private Search() {}

    /// The smallest number of the range for which it is true; one more than `last` where there is none.
    static long first(long first, long last, LongPredicate holds) {
        long low = first;
        long high = last + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
