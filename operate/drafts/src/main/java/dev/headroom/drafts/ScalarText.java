package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import java.util.Optional;

/// Where in a file each char of a scalar's value stands, whatever the scalar's style: plain, quoted, literal or folded.
///
/* The value and the raw text are walked side by side. What is no blank must be there in both; runs of blanks may
 * differ,
 * because YAML folds lines and takes indentation away, so a blank of the value stands for the next blank of the text if
 * there is one. Escapes exist between double quotes only, a doubled quote between single ones. Where the two do not
 * meet, there is no answer, and so no edit. */
public final class ScalarText {

    private final Source source;
    private final int[] offsets;
    private final int start;
    private final int end;

    private ScalarText(Source source, int[] offsets, int start, int end) {
        this.source = source;
        this.offsets = offsets;
        this.start = start;
        this.end = end;
    }

    /// Empty when the scalar cannot be followed in the text.
    public static Optional<ScalarText> of(Source source, Field.Scalar scalar) {
        var place = scalar.place();
        return new Walk(source, source.offset(place.line(), place.column()), scalar.text()).run();
    }

    /// A value that is the whole of a text.
    public static ScalarText whole(Source source) {
        var offsets = new int[source.text().length()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i;
        }
        return new ScalarText(source, offsets, 0, offsets.length);
    }

    public Source source() {
        return source;
    }

    /// Where a char of the value stands; for the index behind the last one, where the value ends.
    public int offset(int index) {
        return index < offsets.length ? offsets[index] : offsets.length == 0 ? start : offsets[offsets.length - 1] + 1;
    }

    /// Where the scalar starts, quotes included.
    public int start() {
        return start;
    }

    /// Where the scalar ends, quotes included.
    public int end() {
        return end;
    }

    /// The change of some chars of the value, from `from`, included, to `to`, not included.
    public Edit replace(int from, int to, String replacement) {
        return new Edit(source, offset(from), from == to ? offset(from) : offset(to - 1) + 1, replacement);
    }

    public Edit insert(int index, String text) {
        return Edit.insertion(source, index == 0 ? offset(0) : offset(index - 1) + 1, text);
    }

    private static final class Walk {
        private final Source source;
        private final String raw;
        private final String value;
        private final int[] offsets;
        private final int start;
        private int at;
        private char style;

        Walk(Source source, int start, String value) {
            this.source = source;
            this.raw = source.text();
            this.start = start;
            this.at = start;
            this.value = value;
            this.offsets = new int[value.length()];
        }

        Optional<ScalarText> run() {
            skipProperties();
            style = at < raw.length() ? raw.charAt(at) : ' ';
            switch (style) {
                case '\'', '"' -> at++;
                case '|', '>' -> at = endOfLine(at);
                default -> style = ' ';
            }
            for (int i = 0; i < value.length(); i++) {
                if (!follow(i)) {
                    return Optional.empty();
                }
            }
            int end = offsets.length == 0 ? at : offsets[offsets.length - 1] + 1;
            if (style == '\'' || style == '"') {
                end = raw.indexOf(style, Math.max(at, end)) + 1;
            }
            return end <= 0 ? Optional.empty() : Optional.of(new ScalarText(source, offsets, start, end));
        }

        /// An anchor or a tag in front of the value.
        private void skipProperties() {
            while (at < raw.length() && (raw.charAt(at) == '&' || raw.charAt(at) == '!')) {
                while (at < raw.length() && !Character.isWhitespace(raw.charAt(at))) {
                    at++;
                }
                while (at < raw.length() && raw.charAt(at) == ' ') {
                    at++;
                }
            }
        }

        private int endOfLine(int from) {
            int line = raw.indexOf('\n', from);
            return line < 0 ? raw.length() : line + 1;
        }

        private boolean follow(int i) {
            char wanted = value.charAt(i);
            if (style == '"' && at < raw.length() && raw.charAt(at) == '\\') {
                offsets[i] = at;
                return escape(wanted);
            }
            if (Character.isWhitespace(wanted)) {
                offsets[i] = Math.min(at, raw.length() - 1);
                if (at < raw.length() && Character.isWhitespace(raw.charAt(at))) {
                    at++;
                }
                return true;
            }
            while (at < raw.length() && Character.isWhitespace(raw.charAt(at))) {
                at++;
            }
            if (style == '"' && at < raw.length() && raw.charAt(at) == '\\') {
                offsets[i] = at;
                return escape(wanted);
            }
            if (at >= raw.length() || raw.charAt(at) != wanted) {
                return false;
            }
            offsets[i] = at;
            at += style == '\'' && wanted == '\'' ? 2 : 1;
            return true;
        }

        /// A simple escape; the rare ones (code points, folded line ends) are not followed.
        private boolean escape(char wanted) {
            if (at + 1 >= raw.length()) {
                return false;
            }
            char escaped = switch (raw.charAt(at + 1)) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case '"', '\\', '/', ' ' -> raw.charAt(at + 1);
                default -> '\0';
            };
            at += 2;
            return escaped == wanted;
        }
    }
}
