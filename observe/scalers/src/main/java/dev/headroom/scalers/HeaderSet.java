package dev.headroom.scalers;

import dev.headroom.scalers.HttpExchange.Header;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Headers of a request under construction, their names in the usual spelling (`X-Scope-Orgid`); setting one again
/// replaces it.
final class HeaderSet {

    private final Map<String, String> headers = new LinkedHashMap<>();

    void set(String name, String value) {
        headers.put(canonical(name), value);
    }

    void add(Header header) {
        set(header.name(), header.value());
    }

    List<Header> all() {
        return headers.entrySet().stream()
                .map(each -> new Header(each.getKey(), each.getValue()))
                .toList();
    }

    private static String canonical(String name) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            return name;
        }
        var words = name.split("-", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].isEmpty()
                    ? ""
                    : words[i].substring(0, 1).toUpperCase(Locale.ROOT)
                            + words[i].substring(1).toLowerCase(Locale.ROOT);
        }
        return String.join("-", words);
    }
}
