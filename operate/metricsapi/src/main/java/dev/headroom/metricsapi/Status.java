package dev.headroom.metricsapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer to a request that failed, as an object: `kind: Status`. Texts are those of k8s.io/apimachinery,
/// package `api/errors`.
///
/// @param reason empty when there is none
/// @param details what the error is about; present and empty in some answers, absent in others
public record Status(int code, String reason, String message, Optional<Details> details) {

    private static final String NOT_FOUND = "NotFound";

    /// @param name, group, kind of the object; empty ones are left out
    public record Details(String name, String group, String kind, List<Cause> causes) {

        public Details {
            causes = List.copyOf(causes);
        }

        static final Details NONE = new Details("", "", "", List.of());

        private Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            putUnlessEmpty(json, "name", name);
            putUnlessEmpty(json, "group", group);
            putUnlessEmpty(json, "kind", kind);
            if (!causes.isEmpty()) {
                json.put("causes", causes.stream().map(Cause::json).toList());
            }
            return json;
        }
    }

    /// One of the things that are wrong.
    public record Cause(String reason, String message, String field) {

        private Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            putUnlessEmpty(json, "reason", reason);
            putUnlessEmpty(json, "message", message);
            putUnlessEmpty(json, "field", field);
            return json;
        }
    }

    private static void putUnlessEmpty(Map<String, Object> json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", "Status");
        json.put("apiVersion", "v1");
        json.put("metadata", Map.of());
        json.put("status", "Failure");
        json.put("message", message);
        putUnlessEmpty(json, "reason", reason);
        details.ifPresent(each -> json.put("details", each.json()));
        json.put("code", code);
        return json;
    }

    /// No such path.
    static Status unknownPath() {
        return new Status(
                404, NOT_FOUND, "the server could not find the requested resource", Optional.of(Details.NONE));
    }

    /// A metric that is not there.
    static Status metricNotFound(String message) {
        return new Status(404, NOT_FOUND, message, Optional.empty());
    }

    /// An object that is not there.
    ///
    /// @param kind as the error names it: `pods`, or `podmetrics` with a group
    static Status notFound(String group, String kind, String name) {
        var qualified = group.isEmpty() ? kind : kind + "." + group;
        return new Status(
                404,
                NOT_FOUND,
                qualified + " \"" + name + "\" not found",
                Optional.of(new Details(name, group, kind, List.of())));
    }

    static Status methodNotAllowed() {
        return new Status(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Optional.of(Details.NONE));
    }

    static Status watchNotSupported(String group, String resource) {
        return new Status(
                405,
                "MethodNotAllowed",
                "watch is not supported on resources of kind \"" + resource + "." + group + "\"",
                Optional.of(new Details("", group, resource, List.of())));
    }

    public static Status badRequest(String message) {
        return new Status(400, "BadRequest", message, Optional.empty());
    }

    static Status notAcceptable(String message, boolean detailed) {
        return new Status(406, "NotAcceptable", message, detailed ? Optional.of(Details.NONE) : Optional.empty());
    }

    /// A failure inside. What upstream makes of an error that says itself what it is differs from any other error.
    static Status internal(String message) {
        var known = "Internal error occurred: ";
        if (!message.startsWith(known)) {
            return new Status(500, "", message, Optional.empty());
        }
        var cause = new Cause("", message.substring(known.length()), "");
        return new Status(500, "InternalError", message, Optional.of(new Details("", "", "", List.of(cause))));
    }

    public static Status internalError(String why) {
        return internal("Internal error occurred: " + why);
    }

    static Status invalidListOptions(String field, String why) {
        var text = "Forbidden: " + why;
        return new Status(
                422,
                "Invalid",
                "ListOptions.meta.k8s.io \"\" is invalid: " + field + ": " + text,
                Optional.of(new Details(
                        "", "meta.k8s.io", "ListOptions", List.of(new Cause("FieldValueForbidden", text, field)))));
    }

    public static Status unauthorized() {
        return new Status(401, "Unauthorized", "Unauthorized", Optional.empty());
    }

    /// What somebody may not do.
    ///
    /// @param why added by the authorizer; empty when it said nothing
    public static Status forbidden(RequestInfo info, String user, String why) {
        var who = "User \"" + user + "\" cannot ";
        var because = why.isEmpty() ? "" : ": " + why;
        if (!info.isResource()) {
            return new Status(
                    403,
                    "Forbidden",
                    "forbidden: " + who + info.verb() + " path \"" + info.path() + "\"" + because,
                    Optional.of(Details.NONE));
        }
        var qualified = info.resource() + "." + info.group();
        var named = info.name().isEmpty() ? qualified : qualified + " \"" + info.name() + "\"";
        var resource = info.subresource().isEmpty() ? info.resource() : info.resource() + "/" + info.subresource();
        var scope = info.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + info.namespace() + "\"";
        return new Status(
                403,
                "Forbidden",
                named + " is forbidden: " + who + info.verb() + " resource \"" + resource + "\" in API group \""
                        + info.group() + "\"" + scope + because,
                Optional.of(new Details(info.name(), info.group(), info.resource(), List.of())));
    }

    /// A limit of this server was reached.
    ///
    /// @param limit its name
    public static Status limited(int code, String reason, String limit, String message) {
        return new Status(
                code,
                reason,
                message,
                Optional.of(new Details("", "", "", List.of(new Cause("LimitExceeded", message, limit)))));
    }
}
