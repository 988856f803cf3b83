package dev.headroom.apiserver;

import dev.headroom.certificates.Pem;
import dev.headroom.certificates.PemException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whom an aggregated API server believes, as the cluster publishes it in the ConfigMap
/// `kube-system/extension-apiserver-authentication`.
///
/// @param clients the authorities of client certificates
/// @param proxies the authorities of front proxies
/// @param allowedNames the common names of front proxies; any when empty
/// @param headers what a front proxy says about a user, and where
public record Trusted(
        List<X509Certificate> clients, List<X509Certificate> proxies, List<String> allowedNames, Headers headers) {

    /// Where it is published.
    public static final String PATH = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Nobody.
    public static final Trusted NOBODY =
            new Trusted(List.of(), List.of(), List.of(), new Headers(List.of(), List.of(), List.of(), List.of()));

    /// @param extraPrefixes of headers whose rest is the key of something extra
    public record Headers(
            List<String> users, List<String> groups, List<String> uids, List<String> extraPrefixes) {
        public Headers {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
            uids = List.copyOf(uids);
            extraPrefixes = List.copyOf(extraPrefixes);
        }
    }

    public Trusted {
        clients = List.copyOf(clients);
        proxies = List.copyOf(proxies);
        allowedNames = List.copyOf(allowedNames);
    }

    /// Reads the `data` of the ConfigMap.
    ///
    /// @throws IllegalArgumentException when a key holds something else, with the key's name
    public static Trusted of(JsonNode data) {
        return new Trusted(
                certificates(data, "client-ca-file"),
                certificates(data, "requestheader-client-ca-file"),
                texts(data, "requestheader-allowed-names"),
                new Headers(
                        texts(data, "requestheader-username-headers"),
                        texts(data, "requestheader-group-headers"),
                        texts(data, "requestheader-uid-headers"),
                        texts(data, "requestheader-extra-headers-prefix")));
    }

    private static List<X509Certificate> certificates(JsonNode data, String key) {
        var pem = data.path(key).asString("");
        if (pem.isBlank()) {
            return List.of();
        }
        try {
            return Pem.certificates(pem);
        } catch (PemException wrong) {
            throw new IllegalArgumentException(
                    "extension-apiserver-authentication: " + key + ": " + wrong.getMessage(), wrong);
        }
    }

    private static List<String> texts(JsonNode data, String key) {
        var text = data.path(key).asString("");
        if (text.isBlank()) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        try {
            JSON.readTree(text).forEach(each -> texts.add(each.asString("").strip()));
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(
                    "extension-apiserver-authentication: " + key + ": expected a JSON array, got " + text, wrong);
        }
        texts.removeIf(String::isEmpty);
        return texts;
    }
}
