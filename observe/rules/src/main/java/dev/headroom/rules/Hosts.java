package dev.headroom.rules;

import java.util.regex.Pattern;

/// Host names as instances carry them.
final class Hosts {

    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([^\\[\\]]*)\\]|([^:\\[\\]]*)):([^:\\[\\]]*)");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    private Hosts() {}

    /// The host of `host:port`; anything else as it is.
    static String withoutPort(String text) {
        var match = HOST_PORT.matcher(text);
        if (!match.matches()) {
            return text;
        }
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    /// `web` of `web.example.org:80`, with its port; addresses stay.
    static String withoutDomain(String text) {
        var match = HOST_PORT.matcher(text);
        var host = withoutPort(text);
        if (host.contains(":") || IPV4.matcher(host).matches()) {
            return text;
        }
        var port = match.matches() ? ":" + match.group(3) : "";
        int dot = host.indexOf('.');
        return (dot < 0 ? host : host.substring(0, dot)) + port;
    }
}
