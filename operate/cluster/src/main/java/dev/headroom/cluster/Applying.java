package dev.headroom.cluster;

import dev.headroom.manifests.ManifestFiles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Gives manifests to a cluster, as `kubectl apply --server-side` does.
public final class Applying {

    private static final String MANAGER = "headroom-up";

    private final KubernetesClient client;
    private final Consumer<String> told;

    /// @param told gets a line for each object
    public Applying(KubernetesClient client, Consumer<String> told) {
        this.client = client;
        this.told = told;
    }

    /// What the cluster does not take; the message is one line with the file.
    public static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Applies files, and the `.yaml` and `.yml` files of folders in the order of their names.
    ///
    /// @throws RefusedException for the first object that the cluster does not take
    public void apply(List<Path> paths) {
        paths.forEach(path -> ManifestFiles.of(path).forEach(this::file));
    }

    private void file(Path file) {
        try (var stream = Files.newInputStream(file)) {
            client.load(stream).items().forEach(object -> object(file, object));
        } catch (IOException failure) {
            throw new UncheckedIOException(file + ": expected a manifest that can be read, got " + failure, failure);
        } catch (IllegalArgumentException wrong) {
            throw new RefusedException(file + ": expected objects of Kubernetes, got " + firstLine(wrong), wrong);
        }
    }

    private void object(Path file, HasMetadata object) {
        var name = object.getKind().toLowerCase(Locale.ROOT) + "/" + object.getMetadata().getName();
        try {
            client.resource(object).fieldManager(MANAGER).forceConflicts().serverSideApply();
            told.accept(name + " applied");
        } catch (KubernetesClientException failure) {
            boolean unknown = failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            throw new RefusedException(
                    file + ": " + name + ": expected an object that the cluster takes, got "
                            + (unknown
                                    ? "the kind " + object.getKind() + " of " + object.getApiVersion()
                                            + ", which it does not know; apply its CustomResourceDefinition first"
                                    : firstLine(failure)),
                    failure);
        }
    }

    private static String firstLine(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
