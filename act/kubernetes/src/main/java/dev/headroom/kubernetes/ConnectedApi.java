package dev.headroom.kubernetes;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An API server behind a connection: addresses, certificates and credentials are fabric8's (kubeconfig with its
/// plug-ins, the service account of a pod whose token changes on disk), requests are sent as they are.
///
/// fabric8 would send a request again by itself, up to ten times, some of them long after it was wanted; that is off
/// here, because a write that is sent again is a write that nobody decided.
public final class ConnectedApi implements KubernetesApi, AutoCloseable {

    /* notes
     *
     * A connection is made anew, and its streams end so that they are opened again, in two cases:
     * 1. What the kubeconfig or the service account says has changed. It is read again after each request that came to
     *    nothing: the server does not know who asks (401), its certificate is not believed, nobody is there.
     *    Certificates, tokens, authorities and addresses are replaced on disk while this program runs.
     * 2. It is dead without a word. All requests share one TCP connection; a firewall or a balancer that has forgotten
     *    it swallows what is sent, and TCP itself gives up after a quarter of an hour. A request that was not answered
     *    in its time, while nothing else was heard either, puts the connection in doubt; one more that needs no etcd
     *    decides. An API server that cannot reach etcd answers that one, and its connection stays.
     * Source: the health check of HTTP/2 connections in client-go, which pings after 30 s of silence and waits 15 s.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ConnectedApi.class);

    private final AtomicLong renewals = new AtomicLong();
    private volatile ClusterAccess access;
    private volatile Connection connection;
    private volatile boolean closed;

    private ConnectedApi(ClusterAccess access) {
        this.access = access;
        this.connection = new Connection(access, this::failed);
    }

    /// @throws AccessException when the certificates or keys of `access` cannot be used
    public static ConnectedApi of(ClusterAccess access) {
        return new ConnectedApi(access);
    }

    public String server() {
        return connection.server();
    }

    /// How often the connection was made anew.
    public long renewals() {
        return renewals.get();
    }

    @Override
    public Answer send(Request request) {
        return connection.send(request);
    }

    @Override
    public Watch watch(String path, WatchSink sink) {
        return connection.watch(path, sink);
    }

    private void failed(Connection used, Connection.Failure failure) {
        if (used == connection && !closed && used.doubt()) {
            Thread.ofVirtual().name("connection-examined").start(() -> {
                try {
                    examine(used, failure == Connection.Failure.SILENT);
                } finally {
                    used.trusted();
                }
            });
        }
    }

    private void examine(Connection used, boolean silent) {
        try {
            var now = access.again();
            if (!now.credentials().equals(used.credentials())) {
                renew(used, now, now.source() + " has changed");
                return;
            }
        } catch (AccessException unreadable) {
            LOG.debug("credentials: {}", unreadable.getMessage());
        }
        if (silent && !used.answers()) {
            renew(used, access, "nothing is heard over the connection to " + used.server());
        }
    }

    private void renew(Connection used, ClusterAccess now, String why) {
        synchronized (this) {
            if (closed || connection != used) {
                return;
            }
            access = now;
            connection = new Connection(now, this::failed);
        }
        renewals.incrementAndGet();
        LOG.info("{}: connecting anew", why);
        used.leave(why);
    }

    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            closed = true;
            last = connection;
        }
        last.close();
    }
}
