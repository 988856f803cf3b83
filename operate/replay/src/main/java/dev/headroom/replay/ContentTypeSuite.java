package dev.headroom.replay;

import dev.headroom.exposition.ContentType;
import dev.headroom.recording.Suite;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Content-Types and the parser they choose: `exposition-content-types`.
record ContentTypeSuite() implements Suite {

    @Override
    public String name() {
        return "exposition-content-types";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var got = ContentType.of(line.path("content_type").asString(), line.path("fallback").asString(""));
        var parser = got.parser().name().toLowerCase(Locale.ROOT);
        var expected = line.path("parser").asString();
        if (!parser.equals(expected)) {
            return List.of("parser: expected " + expected + ", got " + parser);
        }
        if (got.problem().isPresent() != line.has("error")) {
            return List.of("problem: expected " + line.path("error").asString("none") + ", got " + got.problem());
        }
        return List.of();
    }
}
