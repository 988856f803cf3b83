package dev.headroom.adapter;

import com.google.re2j.Pattern;

/// A condition on the name of a series: some place in it matches, or none does.
record SeriesFilter(Pattern pattern, boolean positive) {

    boolean accepts(String series) {
        return pattern.matcher(series).find() == positive;
    }
}
