package dev.headroom.admission;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The `request` of an AdmissionReview of `admission.k8s.io/v1`.
///
/// @param uid by which the answer is known
/// @param operation `CREATE`, `UPDATE`, `DELETE` or `CONNECT`
/// @param dryRun whether nothing will be stored
/// @param object as it would be stored, with a name and, unless it is of the cluster, a namespace
/// @param old as it is stored now
record ReviewRequest(
        String uid,
        String operation,
        String subResource,
        boolean dryRun,
        Optional<JsonNode> object,
        Optional<JsonNode> old) {

    static final String API_VERSION = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What came is no review.
    static final class ReviewException extends Exception {

        private static final long serialVersionUID = 1;

        ReviewException(String message) {
            super(message);
        }
    }

    /// @throws ReviewException in one line: what was expected, and what came
    static ReviewRequest read(byte[] body) throws ReviewException {
        var review = json(body);
        expect(review, "apiVersion", API_VERSION);
        expect(review, "kind", KIND);
        var request = review.path("request");
        if (!request.isObject()) {
            throw new ReviewException(KIND + ": expected request with an object in it, got " + got(request));
        }
        var uid = text(request, "uid");
        var operation = text(request, "operation");
        var read = new ReviewRequest(
                uid,
                operation,
                request.path("subResource").asString(""),
                request.path("dryRun").asBoolean(false),
                object(request, "object"),
                object(request, "oldObject"));
        boolean judged = operation.equals("CREATE") || operation.equals("UPDATE");
        if (judged && read.object().isEmpty()) {
            throw new ReviewException(KIND + ": expected request.object for " + operation + ", got none");
        }
        return read;
    }

    private static JsonNode json(byte[] body) throws ReviewException {
        var expected = "expected an " + KIND + " of " + API_VERSION + " in JSON, got ";
        if (body.length == 0) {
            throw new ReviewException(expected + "nothing");
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException wrong) {
            var at = wrong.getLocation();
            throw new ReviewException(expected + body.length + " bytes that are none: "
                    + wrong.getOriginalMessage().lines().findFirst().orElse("")
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        }
    }

    private static void expect(JsonNode review, String key, String value) throws ReviewException {
        var node = review.path(key);
        if (!node.isString() || !node.asString().equals(value)) {
            throw new ReviewException("expected " + key + ": " + value + ", got " + got(node));
        }
    }

    private static String text(JsonNode request, String key) throws ReviewException {
        var node = request.path(key);
        if (!node.isString() || node.asString().isBlank()) {
            throw new ReviewException(KIND + ": expected request." + key + ", got " + got(node));
        }
        return node.asString();
    }

    private static String got(JsonNode node) {
        var text = node.isMissingNode() || node.isNull() ? "none" : node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    /// With the name and the namespace that it will have: a new one may not have them yet.
    private static Optional<JsonNode> object(JsonNode request, String key) throws ReviewException {
        var node = request.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!(node instanceof ObjectNode object) || !(object.path("metadata") instanceof ObjectNode metadata)) {
            throw new ReviewException(KIND + ": expected request." + key + " with metadata, got " + got(node));
        }
        for (var word : new String[] {"apiVersion", "kind"}) {
            if (object.path(word).asString("").isBlank()) {
                throw new ReviewException(KIND + ": expected request." + key + "." + word + ", got none");
            }
        }
        var namespace = request.path("namespace").asString("");
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        if (metadata.path("name").asString("").isEmpty()) {
            var name = request.path("name").asString("");
            metadata.put("name", name.isEmpty() ? metadata.path("generateName").asString("") + "..." : name);
        }
        return Optional.of(object);
    }

    /// Whether there is something to judge: something that a person wants, and that is not as it was.
    ///
    /// Finalizers, labels and annotations of an object change while it goes, and controllers change them: whatever is
    /// wrong with it, it must not be held by that.
    boolean asksSomething() {
        boolean written = operation.equals("CREATE") || operation.equals("UPDATE");
        return written
                && subResource.isEmpty()
                && object.filter(each -> !Inspection.isGenerated(each)
                                && !each.path("metadata").has("deletionTimestamp"))
                        .isPresent()
                && old.filter(each -> each.path("spec").equals(object.get().path("spec"))).isEmpty();
    }
}
