package dev.headroom.inference;

import java.util.Locale;

/// What `GET /metrics` answers: a page for Prometheus, or JSON for people.
enum MetricsFormat {
    PAGE,
    JSON;

    /// JSON for a client that names JSON or HTML (a browser) and likes it at least as much as text: the first of equals
    /// wins. Everybody else, `curl` and Prometheus among them, gets the page.
    static MetricsFormat accepted(String accept) {
        double json = 0;
        double page = 0;
        boolean jsonFirst = false;
        for (var part : accept.toLowerCase(Locale.ROOT).split(",")) {
            var fields = part.split(";");
            double weight = weight(fields);
            switch (fields[0].strip()) {
                case "application/json", "text/html" -> {
                    jsonFirst |= page == 0;
                    json = Math.max(json, weight);
                }
                case "text/plain", "text/*", "application/openmetrics-text", "*/*" -> page = Math.max(page, weight);
                default -> {
                    // Nothing that is served here.
                }
            }
        }
        return json > page || (json > 0 && json == page && jsonFirst) ? JSON : PAGE;
    }

    private static double weight(String[] fields) {
        for (int i = 1; i < fields.length; i++) {
            var field = fields[i].strip();
            if (field.startsWith("q=")) {
                try {
                    return Double.parseDouble(field.substring(2));
                } catch (NumberFormatException wrong) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
