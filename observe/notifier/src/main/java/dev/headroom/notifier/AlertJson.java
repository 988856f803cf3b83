package dev.headroom.notifier;

import dev.headroom.rules.Notification;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Alerts in the JSON of Alertmanager's API.
final class AlertJson {

    private AlertJson() {}

    static String text(Collection<Notification> alerts) {
        var out = new StringBuilder("[");
        for (var alert : alerts) {
            out.append(out.length() > 1 ? "," : "").append("{\"labels\":");
            object(out, alert.labels().asMap());
            out.append(",\"annotations\":");
            object(out, new TreeMap<>(alert.annotations()));
            out.append(",\"startsAt\":\"").append(alert.startsAt());
            out.append("\",\"endsAt\":\"").append(alert.endsAt());
            out.append("\",\"generatorURL\":");
            quoted(out, alert.generatorUrl());
            out.append('}');
        }
        return out.append(']').toString();
    }

    private static void object(StringBuilder out, Map<String, String> values) {
        out.append('{');
        var separator = "";
        for (var entry : values.entrySet()) {
            out.append(separator);
            quoted(out, entry.getKey());
            out.append(':');
            quoted(out, entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void quoted(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
