package dev.headroom.dashboard;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One file of the page, with the headers it is served with.
///
/// The names of the files do not change between versions, so a browser asks each time whether its copy is still good
/// (`no-cache`) and mostly hears 304. The policy allows nothing but files and requests of the same origin: no inline
/// script or style, no frame around the page, and no sink that turns text into markup (`require-trusted-types-for`),
/// so that a pod called `<script>` is a name.
///
/// Source: w3.org/TR/CSP3, w3.org/TR/trusted-types, RFC 9110 section 8.8.3.
public final class Asset {

    private static final String POLICY = String.join("; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private final byte[] content;
    private final String contentType;
    private final String etag;

    Asset(byte[] content, String contentType) {
        this.content = content.clone();
        this.contentType = contentType;
        this.etag = '"' + digest(content) + '"';
    }

    /// The bytes of the file; a copy.
    public byte[] content() {
        return content.clone();
    }

    public String contentType() {
        return contentType;
    }

    /// A strong validator: it changes exactly when the bytes do.
    public String etag() {
        return etag;
    }

    /// All headers of the answer but its length, in a fixed order.
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", contentType);
        headers.put("ETag", etag);
        headers.put("Cache-Control", "no-cache");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        return headers;
    }

    /// Whether the client has these bytes already, so that the answer is 304 without a body.
    ///
    /// @param ifNoneMatch the header `If-None-Match` of the request: `*` or entity tags separated by commas
    public boolean isHeldBy(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }

    private static String digest(byte[] content) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
