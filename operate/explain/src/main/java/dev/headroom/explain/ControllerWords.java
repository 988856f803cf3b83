package dev.headroom.explain;

import java.util.regex.Pattern;

/// What the HPA controller says of itself, without the Go values that it prints into its sentences.
public final class ControllerWords {

    private static final Pattern SELECTOR = Pattern.compile(
            "&LabelSelector\\{MatchLabels:map\\[string\\]string\\{([^}]*)\\},"
                    + "MatchExpressions:\\[\\]LabelSelectorRequirement\\{\\},\\}");

    private ControllerWords() {}

    /// `&LabelSelector{MatchLabels:map[string]string{app: web,},...}` becomes `app=web`.
    public static String plain(String message) {
        return SELECTOR.matcher(message)
                .replaceAll(found -> found.group(1).replaceAll(",$", "").replace(": ", "="));
    }
}
