package dev.headroom.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Map;

/// Which pages of other servers a browser lets read the API (CORS): those whose origin matches.
public final class CrossOrigin {

    /// Every origin, as a Prometheus server without flags.
    public static final CrossOrigin ANY = new CrossOrigin(".*");

    private static final Map<String, String> GRANTED = Map.of(
            "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin",
            "Access-Control-Allow-Methods", "GET, POST, OPTIONS",
            "Access-Control-Expose-Headers", "Date");

    private final Pattern origins;
    private final boolean any;

    /// @param origins a regular expression for whole origins such as `https?://(one|two)\.example`
    /// @throws IllegalArgumentException when it is none
    public CrossOrigin(String origins) {
        try {
            this.origins = Pattern.compile(origins);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "expected a regular expression for origins, got \"" + origins + "\": " + wrong.getMessage(), wrong);
        }
        this.any = origins.equals(".*");
    }

    /// The answer to a request, with the headers that its origin gets.
    ApiAnswer granted(ApiRequest request, ApiAnswer answer) {
        var headers = new HashMap<>(answer.headers());
        headers.put("Vary", "Origin");
        var origin = request.header("Origin");
        if (!origin.isEmpty()) {
            headers.putAll(GRANTED);
            if (any || origins.matches(origin)) {
                headers.put("Access-Control-Allow-Origin", any ? "*" : origin);
            }
        }
        return new ApiAnswer(answer.status(), answer.contentType(), answer.parts(), headers);
    }
}
