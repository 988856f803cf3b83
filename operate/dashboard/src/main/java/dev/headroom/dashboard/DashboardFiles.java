package dev.headroom.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The files of the pages by the path of the request. A path that leads to no file is empty, and none leads outside of
/// the folder `page` of this module. A file is read once and kept.
///
/// The pages have the paths that they have in Prometheus, whose alerts and dashboards link to them: `/graph` and, since
/// its version 3, `/query`; `/alerts` is the page of the rules, which shows alerts first then.
public final class DashboardFiles {

    private static final String FOLDER = "page/";

    /// Folders and a file name with an extension; no segment begins with a dot.
    private static final Pattern PATH =
            Pattern.compile("/(?<file>(?:[A-Za-z0-9-]+/)*[A-Za-z0-9-]+(?:\\.[A-Za-z0-9]+)*\\.(?<extension>[a-z]+))");

    private static final Map<String, String> PAGES = Map.of(
            "/", "/index.html",
            "/targets", "/targets.html",
            "/rules", "/rules.html",
            "/alerts", "/rules.html",
            "/graph", "/graph.html",
            "/query", "/graph.html");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, Asset> read = new ConcurrentHashMap<>();

    /// @param path of the request, decoded, without its query: `/`, `/graph`, `/js/main.js`
    public Optional<Asset> asset(String path) {
        var match = PATH.matcher(PAGES.getOrDefault(path, path));
        if (!match.matches()) {
            return Optional.empty();
        }
        var contentType = CONTENT_TYPES.get(match.group("extension"));
        if (contentType == null) {
            return Optional.empty();
        }
        var file = match.group("file");
        var known = read.get(file);
        return known != null ? Optional.of(known) : load(file, contentType);
    }

    private Optional<Asset> load(String file, String contentType) {
        try (var stream = DashboardFiles.class.getResourceAsStream(FOLDER + file)) {
            if (stream == null) {
                return Optional.empty();
            }
            var asset = new Asset(stream.readAllBytes(), contentType);
            read.put(file, asset);
            return Optional.of(asset);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file + " of the page", failure);
        }
    }
}
