package dev.headroom.apiserver;

import java.util.Map;
import java.util.Optional;

/// Where replicas share their certificate, and where clients are told what to believe.
public interface CertificateStore {

    /// @throws StoreException when it cannot be read
    Optional<Kept> read() throws StoreException;

    /// Keeps data in the place of what was read.
    ///
    /// @param read what is replaced; empty to keep the first
    /// @return whether it is kept; not when somebody else was first
    /// @throws StoreException when it cannot be written
    boolean write(Optional<Kept> read, Map<String, String> data) throws StoreException;

    /// Tells clients what to believe, where they believe something else.
    ///
    /// @throws StoreException when they cannot be told
    void publish(String bundle) throws StoreException;

    /// @param version changes with each write
    record Kept(String version, Map<String, String> data) {
        public Kept {
            data = Map.copyOf(data);
        }
    }

    /// The cluster did not do what was asked.
    final class StoreException extends Exception {

        private static final long serialVersionUID = 1;

        public StoreException(String message) {
            super(message);
        }
    }
}
