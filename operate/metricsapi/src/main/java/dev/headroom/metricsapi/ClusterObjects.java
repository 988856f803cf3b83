package dev.headroom.metricsapi;

import dev.headroom.adapter.GroupResource;
import dev.headroom.model.LabelSelector;
import java.util.List;
import java.util.Optional;

/// What the cluster knows of the objects that metrics belong to.
public interface ClusterObjects {

    /// The names of objects, in the order in which the API server lists them.
    ///
    /// @param namespace empty for objects of the root
    /// @throws ListingException when they cannot be listed
    List<String> names(GroupResource resource, Optional<String> namespace, LabelSelector selector)
            throws ListingException;

    /// What a resource is called; empty when the cluster has none such.
    ///
    /// @param resource by its plural, singular or short group
    Optional<Kind> kind(GroupResource resource);

    /// @param apiVersion with its group: `/v1` for the core group, as the adapter writes it
    record Kind(String kind, String apiVersion) {}

    /// The API server did not list objects.
    final class ListingException extends Exception {

        private static final long serialVersionUID = 1;

        public ListingException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
