package dev.headroom.exposition;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a metrics page is, as its Content-Type says, and which format a client asked for.
///
/// @param parser how to read the page
/// @param problem what is wrong with the Content-Type: the error when the parser is `NONE`, else a warning
public record ContentType(Parser parser, Optional<String> problem) {

    /// The parser that a Content-Type chooses.
    public enum Parser {
        TEXT("text/plain"),
        OPENMETRICS("application/openmetrics-text"),
        /// The delimited protocol buffers of `io.prometheus.client`.
        PROTOBUF("application/vnd.google.protobuf"),
        NONE("");

        private final String mediaType;

        Parser(String mediaType) {
            this.mediaType = mediaType;
        }

        private static Parser of(String mediaType) {
            for (var parser : values()) {
                if (parser != NONE && parser.mediaType.equals(mediaType)) {
                    return parser;
                }
            }
            return NONE;
        }
    }

    /// @param header the Content-Type of a scraped page, empty when there was none
    /// @param fallback the media type to assume when the header says nothing usable (`fallback_scrape_protocol`), or
    ///                 empty
    public static ContentType of(String header, String fallback) {
        var parser = Parser.NONE;
        var broken = "";
        if (!header.isEmpty()) {
            try {
                parser = Parser.of(new MediaType(header).read());
            } catch (MediaType.Malformed wrong) {
                broken = "\nmime: " + wrong.getMessage();
            }
        }
        if (parser != Parser.NONE) {
            return new ContentType(parser, Optional.empty());
        }
        return new ContentType(Parser.of(fallback), Optional.of(problem(header, fallback, broken) + broken));
    }

    private static String problem(String header, String fallback, String broken) {
        boolean hopeless = fallback.isEmpty();
        var using = ", using fallback_scrape_protocol \"" + fallback + '"';
        if (header.isEmpty()) {
            return "non-compliant scrape target sending blank Content-Type"
                    + (hopeless ? " and no fallback_scrape_protocol specified for target" : using);
        }
        if (!broken.isEmpty()) {
            return hopeless
                    ? "cannot parse Content-Type \"" + header + "\" and no fallback_scrape_protocol for target"
                    : "could not parse received Content-Type \"" + header + '"' + using;
        }
        return "received unsupported Content-Type \"" + header + '"'
                + (hopeless ? " and no fallback_scrape_protocol specified for target" : using);
    }

    /// The format to answer with: OpenMetrics when the Accept header prefers it to text, else text.
    public static PageFormat accepted(String accept) {
        double text = 0;
        double openMetrics = 0;
        for (var part : accept.split(",")) {
            var fields = part.trim().split(";");
            double weight = 1;
            for (var field : fields) {
                if (field.trim().startsWith("q=")) {
                    weight = weight(field.trim().substring(2));
                }
            }
            switch (fields[0].trim().toLowerCase(Locale.ROOT)) {
                case "application/openmetrics-text" -> openMetrics = Math.max(openMetrics, weight);
                case "text/plain", "text/*", "*/*" -> text = Math.max(text, weight);
                default -> {
                    // Formats that Headroom does not write: protocol buffers, HTML.
                }
            }
        }
        return openMetrics > 0 && openMetrics >= text ? PageFormat.OPENMETRICS : PageFormat.TEXT;
    }

    private static double weight(String text) {
        try {
            return Numbers.parse(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Reads one media type with its parameters, as strictly as Go's `mime` does.
    private static final class MediaType {

        private final String header;
        private int at;

        MediaType(String header) {
            this.header = header;
        }

        /// @return the type in lower case, without its parameters
        String read() throws Malformed {
            int semicolon = header.indexOf(';');
            var type = (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
            checkType(type);
            at = semicolon < 0 ? header.length() : semicolon;
            var seen = new HashMap<String, String>();
            while (at < header.length() && !header.substring(at).strip().equals(";")) {
                skipSpace();
                parameter(seen);
                skipSpace();
            }
            return type;
        }

        private static void checkType(String type) throws Malformed {
            int slash = tokenEnd(type, 0);
            if (slash == 0) {
                throw new Malformed("no media type");
            }
            if (slash == type.length()) {
                return;
            }
            if (type.charAt(slash) != '/') {
                throw new Malformed("expected slash after first token");
            }
            int end = tokenEnd(type, slash + 1);
            if (end == slash + 1) {
                throw new Malformed("expected token after slash");
            }
            if (end < type.length()) {
                throw new Malformed("unexpected content after media subtype");
            }
        }

        private void parameter(Map<String, String> seen) throws Malformed {
            expect(';');
            skipSpace();
            int from = at;
            at = tokenEnd(header, at);
            var name = header.substring(from, at).toLowerCase(Locale.ROOT);
            skipSpace();
            expect('=');
            skipSpace();
            from = at;
            var value = value();
            if (name.isEmpty() || at == from) {
                throw new Malformed("invalid media parameter");
            }
            var before = seen.putIfAbsent(name, value);
            if (before != null && !before.equals(value)) {
                throw new Malformed("duplicate parameter name");
            }
        }

        private String value() throws Malformed {
            int from = at;
            if (at >= header.length() || header.charAt(at) != '"') {
                at = tokenEnd(header, at);
                return header.substring(from, at);
            }
            var value = new StringBuilder();
            for (int i = at + 1; i < header.length(); i++) {
                char c = header.charAt(i);
                if (c == '"') {
                    at = i + 1;
                    return value.toString();
                }
                if (c == '\\' && i + 1 < header.length() && !isToken(header.charAt(i + 1))) {
                    i++;
                }
                value.append(header.charAt(i));
            }
            throw new Malformed("invalid media parameter");
        }

        private void expect(char c) throws Malformed {
            if (at >= header.length() || header.charAt(at) != c) {
                throw new Malformed("invalid media parameter");
            }
            at++;
        }

        private void skipSpace() {
            while (at < header.length() && Character.isWhitespace(header.charAt(at))) {
                at++;
            }
        }

        private static int tokenEnd(String text, int from) {
            int end = from;
            while (end < text.length() && isToken(text.charAt(end))) {
                end++;
            }
            return end;
        }

        private static boolean isToken(char c) {
            return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
        }

        /// A Content-Type that is none; the message is Go's.
        private static final class Malformed extends Exception {
            @java.io.Serial
            private static final long serialVersionUID = 1L;

            Malformed(String message) {
                super(message);
            }
        }
    }
}
