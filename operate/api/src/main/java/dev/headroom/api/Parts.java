package dev.headroom.api;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Texts in pieces, each made when it is asked for.
final class Parts {

    private Parts() {}

    /// A list with commas between its elements, an element a piece.
    ///
    /// @param before stands before the first element, also when there is none
    static <T> Iterable<String> list(String before, List<T> elements, BiConsumer<StringBuilder, T> text, String after) {
        return () -> Stream.concat(
                        Stream.concat(
                                Stream.of(before),
                                IntStream.range(0, elements.size())
                                        .mapToObj(i -> element(i, elements.get(i), text))),
                        Stream.of(after))
                .iterator();
    }

    private static <T> String element(int index, T element, BiConsumer<StringBuilder, T> text) {
        var out = new StringBuilder(index == 0 ? "" : ",");
        text.accept(out, element);
        return out.toString();
    }

    /// Pieces with a text before and one behind.
    static Iterable<String> around(String before, Iterable<String> parts, String after) {
        return () -> Stream.concat(
                        Stream.concat(Stream.of(before), StreamSupport.stream(parts.spliterator(), false)),
                        Stream.of(after))
                .iterator();
    }
}
