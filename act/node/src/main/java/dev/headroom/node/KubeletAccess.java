package dev.headroom.node;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Who asks the node, and whether they may: by client certificate or by token, and by the API server's word, as a
/// kubelet does with webhook authorization.
final class KubeletAccess {

    private static final String MASTERS = "system:masters";

    private final KubernetesClient client;
    private final String node;

    KubeletAccess(KubernetesClient client, String node) {
        this.client = client;
        this.node = node;
    }

    record Caller(String user, List<String> groups) {
        Caller {
            groups = List.copyOf(groups);
        }
    }

    /// Empty for somebody nobody knows.
    Optional<Caller> caller(SSLSession session, Optional<String> authorization) {
        return certified(session)
                .or(() -> authorization
                        .filter(header -> header.startsWith("Bearer "))
                        .flatMap(header -> reviewed(header.substring("Bearer ".length()).strip())));
    }

    /// The handshake has verified the certificate.
    private static Optional<Caller> certified(SSLSession session) {
        try {
            var name = new LdapName(session.getPeerPrincipal().getName());
            var user = Optional.<String>empty();
            var groups = new ArrayList<String>();
            for (var part : name.getRdns()) {
                switch (part.getType()) {
                    case "CN" -> user = Optional.of(String.valueOf(part.getValue()));
                    case "O" -> groups.add(String.valueOf(part.getValue()));
                    default -> {
                        // Nothing that Kubernetes knows.
                    }
                }
            }
            return user.map(found -> new Caller(found, groups));
        } catch (SSLPeerUnverifiedException | InvalidNameException _) {
            return Optional.empty();
        }
    }

    private Optional<Caller> reviewed(String token) {
        var review = client.resource(new TokenReviewBuilder()
                        .withNewSpec().withToken(token).endSpec()
                        .build())
                .create();
        var status = review.getStatus();
        return Boolean.TRUE.equals(status.getAuthenticated())
                ? Optional.of(new Caller(status.getUser().getUsername(), status.getUser().getGroups()))
                : Optional.empty();
    }

    /// Whether they may use one of those parts of the node; any is enough.
    boolean allowed(Caller caller, String verb, List<String> subresources) {
        return caller.groups().contains(MASTERS)
                || subresources.stream().anyMatch(subresource -> allowed(caller, verb, subresource));
    }

    private boolean allowed(Caller caller, String verb, String subresource) {
        var review = client.resource(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(caller.user())
                        .withGroups(caller.groups())
                        .withNewResourceAttributes()
                        .withVersion("v1")
                        .withResource("nodes")
                        .withSubresource(subresource)
                        .withName(node)
                        .withVerb(verb)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create();
        return Boolean.TRUE.equals(review.getStatus().getAllowed());
    }
}
