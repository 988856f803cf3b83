package dev.headroom.scalers;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The URL of a source, taken apart as leniently as KEDA's HTTP client does: path and query stay as they are written,
/// also with characters that other clients would escape or refuse.
///
/// @param scheme in lower case; empty when there is none
/// @param userInfo what stands before the `@`; empty for nothing
/// @param host with its port, as written
/// @param path not decoded
/// @param query not decoded, without the `?`
public record SourceUrl(String scheme, String userInfo, String host, String path, Optional<String> query) {

    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^\\s\\[\\]\"<>^`{}|\\\\/?#:%]*)(:[0-9]*)?");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

    /// A text that is no URL, and why.
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /// @throws Malformed for a text that is no URL
    static SourceUrl parse(String text) {
        if (CONTROL.matcher(text).find()) {
            throw malformed(text, "invalid control character in URL");
        }
        int fragment = text.indexOf('#');
        var rest = fragment < 0 ? text : text.substring(0, fragment);
        if (rest.startsWith(":")) {
            throw malformed(text, "missing protocol scheme");
        }
        var scheme = "";
        var match = SCHEME.matcher(rest);
        if (match.matches()) {
            scheme = match.group(1).toLowerCase(Locale.ROOT);
            rest = match.group(2);
        }
        int mark = rest.indexOf('?');
        var query = mark < 0 ? Optional.<String>empty() : Optional.of(rest.substring(mark + 1));
        rest = mark < 0 ? rest : rest.substring(0, mark);
        var authority = "";
        if (rest.startsWith("//")) {
            int end = rest.indexOf('/', 2);
            authority = end < 0 ? rest.substring(2) : rest.substring(2, end);
            rest = end < 0 ? "" : rest.substring(end);
        }
        if (BROKEN_ESCAPE.matcher(rest).find()) {
            throw malformed(text, "invalid URL escape");
        }
        int at = authority.lastIndexOf('@');
        var host = authority.substring(at + 1);
        if (!HOST.matcher(host).matches()) {
            throw malformed(text, "invalid host \"" + host + "\"");
        }
        return new SourceUrl(scheme, at < 0 ? "" : authority.substring(0, at), host, rest, query);
    }

    private static Malformed malformed(String text, String why) {
        return new Malformed("parse \"" + text + "\": " + why);
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /// The host without its port and brackets.
    String hostname() {
        int colon = host.lastIndexOf(':');
        var name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }

    int port() {
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']') && colon < host.length() - 1) {
            return Integer.parseInt(host.substring(colon + 1));
        }
        return isSecure() ? 443 : 80;
    }

    /// What stands in the first line of the request.
    public String target() {
        return (path.isEmpty() ? "/" : path) + query.map(each -> "?" + each).orElse("");
    }

    SourceUrl withQuery(String other) {
        return new SourceUrl(scheme, userInfo, host, path, Optional.of(other));
    }

    /// Where a `Location` leads from here.
    ///
    /// @throws Malformed for a text that is no URL
    SourceUrl resolve(String location) {
        var to = parse(location);
        if (!to.scheme.isEmpty()) {
            return to;
        }
        if (!to.host.isEmpty()) {
            return new SourceUrl(scheme, to.userInfo, to.host, to.path, to.query);
        }
        var folder = path.substring(0, path.lastIndexOf('/') + 1);
        var absolute = to.path.startsWith("/") ? to.path : (folder.isEmpty() ? "/" : folder) + to.path;
        return new SourceUrl(scheme, userInfo, host, absolute, to.query);
    }
}
