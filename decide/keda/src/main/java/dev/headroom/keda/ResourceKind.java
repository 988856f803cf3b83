package dev.headroom.keda;

import java.util.List;
import java.util.Optional;

/// A kind of object that a cluster knows, and that can be scaled.
///
/// @param apiVersion with its group: `apps/v1`
/// @param plural as in the API's paths: `deployments`
public record ResourceKind(String apiVersion, String kind, String plural) {

    public static final ResourceKind DEPLOYMENT = new ResourceKind("apps/v1", "Deployment", "deployments");

    /// `apps/v1.Deployment`.
    public String gvk() {
        return apiVersion + "." + kind;
    }

    /// The API server's words for one that is not there.
    public String notFound(String name) {
        return plural + "." + apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/'))) + " \"" + name
                + "\" not found";
    }

    /// The kind of a scale target; `apps/v1` and `Deployment` where nothing is written.
    public static Optional<ResourceKind> of(ScaledObject.Target target, List<ResourceKind> known) {
        var version = apiVersion(target);
        var kind = kind(target);
        return known.stream()
                .filter(each -> each.apiVersion.equals(version) && each.kind.equals(kind))
                .findFirst();
    }

    static String apiVersion(ScaledObject.Target target) {
        return target.apiVersion().isEmpty() ? "apps/v1" : target.apiVersion();
    }

    static String kind(ScaledObject.Target target) {
        return target.kind().isEmpty() ? "Deployment" : target.kind();
    }

    static String noMatch(ScaledObject.Target target) {
        return "no matches for kind \"" + kind(target) + "\" in version \"" + apiVersion(target) + '"';
    }
}
