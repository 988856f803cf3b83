package dev.headroom.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Attached;
import dev.headroom.config.SdConfig.Role;
import dev.headroom.discovery.ClusterObjects.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WatchedKindTest {

    private static SdConfig.Kubernetes config(Role role, List<String> namespaces, boolean own, Attached attached) {
        return new SdConfig.Kubernetes(role, "", namespaces, own, List.of(), attached, HttpClientConfig.PLAIN);
    }

    @Test
    void aRoleNeedsItsOwnKindAndThoseBehindIt() {
        var nodes = config(Role.NODE, List.of(), false, Attached.NOTHING);
        assertEquals(Set.of(WatchedKind.everywhere(Kind.NODE)), WatchedKind.of(List.of(nodes), ""));
        var slices = config(Role.ENDPOINTSLICE, List.of(), false, Attached.NOTHING);
        assertEquals(
                Set.of(
                        WatchedKind.everywhere(Kind.ENDPOINTSLICE),
                        WatchedKind.everywhere(Kind.POD),
                        WatchedKind.everywhere(Kind.SERVICE)),
                WatchedKind.of(List.of(slices), ""));
    }

    @Test
    void onlyTheNamespacesOfAConfigurationAreWatchedAndObjectsOfTheClusterAsTheyAre() {
        var attached = new Attached(true, true, true, true, true);
        var pods = config(Role.POD, List.of("shop"), true, attached);
        assertEquals(
                Set.of(
                        new WatchedKind(Kind.POD, "shop"),
                        new WatchedKind(Kind.POD, "ours"),
                        new WatchedKind(Kind.REPLICASET, "shop"),
                        new WatchedKind(Kind.REPLICASET, "ours"),
                        new WatchedKind(Kind.JOB, "shop"),
                        new WatchedKind(Kind.JOB, "ours"),
                        WatchedKind.everywhere(Kind.NODE),
                        WatchedKind.everywhere(Kind.NAMESPACE)),
                WatchedKind.of(List.of(pods), "ours"));
    }

    @Test
    void whatIsWatchedEverywhereIsNotWatchedAgain() {
        var some = config(Role.POD, List.of("shop"), false, Attached.NOTHING);
        var all = config(Role.POD, List.of(), false, Attached.NOTHING);
        assertEquals(Set.of(WatchedKind.everywhere(Kind.POD)), WatchedKind.of(List.of(some, all), ""));
    }
}
