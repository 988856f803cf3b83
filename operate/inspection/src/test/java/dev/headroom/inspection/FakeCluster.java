package dev.headroom.inspection;

import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// An API server that answers paths as a test says, forbids what it says nothing about, and notes what it was asked.
final class FakeCluster implements KubernetesApi {

    private static final JsonMapper JSON = new JsonMapper();

    final List<String> asked = new ArrayList<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /// @param json with ' in place of "
    FakeCluster says(String path, String json) {
        answers.put(path, new Answer.Done(JSON.readTree(json.replace('\'', '"'))));
        return this;
    }

    /// @param reason of a Status of the API server; empty for what a page behind its proxy says
    FakeCluster refuses(String path, int code, String reason, String message) {
        answers.put(path, new Answer.Refused(code, reason, message, Optional.empty()));
        return this;
    }

    FakeCluster isGone(String path) {
        answers.put(path, new Answer.Unanswered("https://cluster:6443: Connection refused"));
        return this;
    }

    ClusterReads reads(ClusterChoice choice) {
        return new ClusterReads(this, () -> {}, "https://cluster:6443 (context dev)", "shop", choice);
    }

    ClusterReads reads() {
        return reads(ClusterChoice.USUAL);
    }

    @Override
    public Answer send(Request request) {
        var path = request.path().replace("?limit=500", "").replace("&labelSelector=headroom.dev%2Fserves%3Dpages", "");
        asked.add(path);
        return answers.getOrDefault(
                path, new Answer.Refused(403, "Forbidden", "User cannot " + path, Optional.empty()));
    }

    @Override
    public Watch watch(String path, WatchSink sink) {
        throw new UnsupportedOperationException("nobody watches");
    }
}
