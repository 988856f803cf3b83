package dev.headroom.cli;

import dev.headroom.loadgen.LoadRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `headroom load` that say what is sent.
final class LoadRequestOptions {

    private static final Pattern MIX = Pattern.compile("(\\d{1,6})\\s+([A-Za-z]+)\\s+(\\S+)(?:\\s+(.+))?");

    @Option(names = "--method", paramLabel = "METHOD", description = "default: GET, or POST when there is a body")
    private @Nullable String method;

    @Option(names = "--body", paramLabel = "TEXT", description = "the body")
    private @Nullable String body;

    @Option(names = "--body-file", paramLabel = "FILE", description = "the body, from a file")
    private @Nullable Path bodyFile;

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "a header; as often as needed")
    private List<String> headers = List.of();

    @Option(names = "--mix", paramLabel = "'WEIGHT METHOD PATH [BODY]'",
            description = "several requests by weight, paths relative to URL; BODY may be @FILE")
    private List<String> mix = List.of();

    /// The mix that these options describe, at `url`.
    List<LoadRequest> requests(String url) {
        var base = uri(url);
        if (mix.isEmpty()) {
            var content = content();
            var verb = method != null ? method : content == null ? "GET" : "POST";
            return List.of(request(verb, base, content, 1));
        }
        if (method != null || body != null || bodyFile != null) {
            throw new UserError("--mix: expected no --method, --body or --body-file beside it; each part has its own");
        }
        var requests = new ArrayList<LoadRequest>();
        for (var part : mix) {
            var match = MIX.matcher(part.strip());
            if (!match.matches()) {
                throw new UserError("--mix: expected one like '8 POST /predict @body.json', got \"" + part + '"');
            }
            var given = match.group(4);
            var content = given == null
                    ? null
                    : given.startsWith("@") ? file("--mix", Path.of(given.substring(1))) : Buffer.buffer(given);
            requests.add(request(
                    match.group(2), base.resolve(uri(match.group(3))), content, Integer.parseInt(match.group(1))));
        }
        return requests;
    }

    private LoadRequest request(String verb, URI url, @Nullable Buffer content, int weight) {
        return new LoadRequest(verb, url, headers(content), content == null ? Buffer.buffer() : content, weight);
    }

    private @Nullable Buffer content() {
        if (body != null && bodyFile != null) {
            throw new UserError("body: expected one of --body and --body-file, got both");
        }
        if (bodyFile != null) {
            return file("--body-file", bodyFile);
        }
        return body == null ? null : Buffer.buffer(body);
    }

    private static Buffer file(String option, Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new UserError(option + ": expected a file that can be read, got " + failure);
        }
    }

    /// A body that looks like JSON says so, unless a header says something else.
    private Map<String, String> headers(@Nullable Buffer content) {
        var named = new LinkedHashMap<String, String>();
        for (var header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1 || header.chars().anyMatch(c -> c < ' ')) {
                throw new UserError("--header: expected one like 'Accept: text/plain', got \"" + header + '"');
            }
            named.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
        }
        boolean typed = named.keySet().stream().anyMatch("content-type"::equalsIgnoreCase);
        if (content != null && content.length() > 0 && !typed && "{[".indexOf(content.getByte(0)) >= 0) {
            named.put("content-type", "application/json");
        }
        return named;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new UserError("URL: expected one like http://127.0.0.1:8000/predict, got \"" + text + '"');
        }
    }
}
