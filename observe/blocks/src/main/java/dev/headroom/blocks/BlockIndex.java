package dev.headroom.blocks;

import dev.headroom.blocks.BlockFooter.Extent;
import dev.headroom.blocks.BlockFooter.Part;
import dev.headroom.files.ByteReader;
import dev.headroom.files.Checksum;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Records;
import dev.headroom.model.Matcher;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// The index of a block, read where it lies: which series pass matchers, and what is known of each.
final class BlockIndex {

    /* How matchers are answered, by the lists of label pairs alone.
     *
     * 1. A matcher that a missing label cannot pass keeps the series in the lists of the values that pass.
     * 2. Any other takes away the series in the lists of the values that do not pass: those without the label stay.
     *
     * When the lists are damaged every series is tested by its labels instead, and when the table of groups is, it is
     * made again by walking over the groups.
     */

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment series;
    private final MemorySegment groups;
    private final MemorySegment postings;
    private final MemorySegment pairs;
    private final int count;
    private final boolean postingsWhole;
    private final long seriesOffset;
    private final DamageLog damage;

    BlockIndex(MemorySegment file, BlockFooter footer, DamageLog damage) {
        this.damage = damage;
        this.count = Math.toIntExact(footer.info().series());
        this.series = slice(file, footer, Part.SERIES);
        this.seriesOffset = extent(footer, Part.SERIES).offset();
        this.postings = slice(file, footer, Part.POSTINGS);
        this.pairs = slice(file, footer, Part.PAIRS);
        boolean pairsWhole = isWhole(file, footer, Part.PAIRS);
        this.postingsWhole = isWhole(file, footer, Part.POSTINGS) && pairsWhole;
        this.groups = isWhole(file, footer, Part.GROUPS) ? slice(file, footer, Part.GROUPS) : walk();
    }

    private static Extent extent(BlockFooter footer, Part part) {
        var extent = footer.parts().get(part);
        if (extent == null) {
            throw new IllegalStateException("a footer without " + part);
        }
        return extent;
    }

    static MemorySegment slice(MemorySegment file, BlockFooter footer, Part part) {
        var extent = extent(footer, part);
        return file.asSlice(extent.offset(), extent.length());
    }

    private boolean isWhole(MemorySegment file, BlockFooter footer, Part part) {
        boolean whole = Checksum.of(slice(file, footer, part)) == extent(footer, part).checksum();
        if (!whole) {
            damage.found(extent(footer, part).offset(), "the " + part + " do not match their checksum;"
                    + " the series are read in their place");
        }
        return whole;
    }

    /// The table of groups, from the groups themselves.
    private MemorySegment walk() {
        var starts = new ArrayList<Integer>();
        long at = 0;
        while (at + Records.HEADER_BYTES <= series.byteSize()) {
            starts.add((int) at);
            at += Records.HEADER_BYTES + Integer.toUnsignedLong(series.get(INT, at + Integer.BYTES));
        }
        var table = MemorySegment.ofArray(new int[starts.size()]);
        for (int i = 0; i < starts.size(); i++) {
            table.set(INT, (long) i * Integer.BYTES, starts.get(i));
        }
        return table;
    }

    int groupCount() {
        return (int) (groups.byteSize() / Integer.BYTES);
    }

    /// The series of a group; none when it is damaged.
    List<SeriesEntry> group(int number) {
        if (number >= groupCount()) {
            damage.found(seriesOffset, "series are counted in group " + number + " of " + groupCount());
            return List.of();
        }
        long start = Integer.toUnsignedLong(groups.get(INT, (long) number * Integer.BYTES));
        if (start > series.byteSize()) {
            damage.found(seriesOffset, "group " + number + " lies outside of the series");
            return List.of();
        }
        try {
            if (!(new Records(series, start).next() instanceof Records.Found.Whole(long _, var payload))) {
                damage.found(seriesOffset + start, "a group of series does not match its checksum");
                return List.of();
            }
            return entries(ByteReader.of(payload));
        } catch (DamagedException wrong) {
            damage.found(seriesOffset + start, "a group of series cannot be read: " + wrong.getMessage());
            return List.of();
        }
    }

    private static List<SeriesEntry> entries(ByteReader in) throws DamagedException {
        var entries = new ArrayList<SeriesEntry>(BlockWriter.SERIES_PER_GROUP);
        var sequence = new SeriesEntry.Sequence(in, in.signed());
        while (in.hasMore()) {
            entries.add(sequence.next());
        }
        return entries;
    }

    /// The numbers of the series that pass all matchers; empty when they cannot be told without reading the series.
    Optional<BitSet> find(List<Matcher> matchers) {
        if (!postingsWhole) {
            return Optional.empty();
        }
        var found = new BitSet(count);
        found.set(0, count);
        try {
            for (var matcher : matchers) {
                if (matcher.matchesAbsent()) {
                    found.andNot(withValue(matcher, value -> !matcher.matches(value)));
                } else {
                    found.and(withValue(matcher, matcher::matches));
                }
            }
            return Optional.of(found);
        } catch (DamagedException wrong) {
            damage.found(seriesOffset, "label pairs cannot be read: " + wrong.getMessage());
            return Optional.empty();
        }
    }

    /// The series that have the matcher's label with a value that passes.
    private BitSet withValue(Matcher matcher, Predicate<String> passes) throws DamagedException {
        var numbers = new BitSet(count);
        if (matcher.type() == Matcher.Type.EQUAL && !matcher.matchesAbsent()) {
            var at = find(matcher.name(), matcher.value());
            if (at.isPresent()) {
                pair(at.getAsInt()).addTo(numbers, count);
            }
            return numbers;
        }
        for (int at = firstOf(matcher.name(), ""); at < pairCount(); at++) {
            var pair = pair(at);
            if (!pair.name().equals(matcher.name())) {
                break;
            }
            if (passes.test(pair.value())) {
                pair.addTo(numbers, count);
            }
        }
        return numbers;
    }

    private OptionalInt find(String name, String value) throws DamagedException {
        int at = firstOf(name, value);
        if (at == pairCount()) {
            return OptionalInt.empty();
        }
        var pair = pair(at);
        return pair.name().equals(name) && pair.value().equals(value) ? OptionalInt.of(at) : OptionalInt.empty();
    }

    /// The first pair that is not before the given one.
    private int firstOf(String name, String value) throws DamagedException {
        int low = 0;
        int high = pairCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            var pair = pair(middle);
            int order = pair.name().compareTo(name);
            if (order == 0) {
                order = pair.value().compareTo(value);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int pairCount() {
        return (int) (pairs.byteSize() / Integer.BYTES);
    }

    private Pair pair(int number) throws DamagedException {
        long start = Integer.toUnsignedLong(pairs.get(INT, (long) number * Integer.BYTES));
        long end = number + 1 < pairCount()
                ? Integer.toUnsignedLong(pairs.get(INT, (number + 1L) * Integer.BYTES))
                : postings.byteSize();
        if (start > end || end > postings.byteSize()) {
            throw new DamagedException("label pair " + number + " lies outside of the postings");
        }
        var in = ByteReader.of(postings.asSlice(start, end - start));
        return new Pair(in.text(), in.text(), in);
    }

    /// @param numbers reads the number of series, and their numbers as differences
    private record Pair(String name, String value, ByteReader numbers) {

        void addTo(BitSet found, int limit) throws DamagedException {
            int count = numbers.count();
            long number = 0;
            for (int i = 0; i < count; i++) {
                number += numbers.variable();
                if (number < 0 || number >= limit) {
                    throw new DamagedException("series " + number + " of " + limit);
                }
                found.set((int) number);
            }
        }
    }
}
