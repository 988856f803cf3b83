package dev.headroom.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who asks, as Kubernetes names users.
///
/// @param uid empty when there is none
/// @param extra what else the authenticator knows, for the authorizer alone
public record UserInfo(String name, String uid, List<String> groups, Map<String, List<String>> extra) {

    /// Whoever shows nothing.
    static final UserInfo ANONYMOUS =
            new UserInfo("system:anonymous", "", List.of("system:unauthenticated"), Map.of());

    private static final String AUTHENTICATED = "system:authenticated";
    private static final String UNAUTHENTICATED = "system:unauthenticated";
    private static final String MASTERS = "system:masters";

    public UserInfo {
        groups = List.copyOf(groups);
        extra = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(extra));
    }

    /// In the group of all who are known, unless the authenticator said the contrary.
    UserInfo authenticated() {
        if (name.equals(ANONYMOUS.name) || groups.contains(AUTHENTICATED) || groups.contains(UNAUTHENTICATED)) {
            return this;
        }
        var more = new ArrayList<>(groups);
        more.add(AUTHENTICATED);
        return new UserInfo(name, uid, more, extra);
    }

    /// Whether it may do everything.
    boolean isMaster() {
        return groups.contains(MASTERS);
    }

    boolean isAnonymous() {
        return name.equals(ANONYMOUS.name);
    }
}
