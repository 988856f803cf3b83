package dev.headroom.operator;

import dev.headroom.api.ApiException;
import dev.headroom.api.Parameters;
import dev.headroom.observer.ClusterObservation;
import dev.headroom.server.EventLog;
import dev.headroom.server.HpaViews;
import dev.headroom.server.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people ask of an operator: how its autoscalers are, and why. Told from what is known, without a request; only
/// an explanation of what is served asks the triggers.
///
/// @param log what happened to autoscalers
/// @param operator whose these are
record OperatorReads(
        Mode mode,
        LiveCluster cluster,
        Optional<ClusterObservation> observation,
        EventLog log,
        Instant startedAt,
        Operator operator) {

    /// The autoscalers that it works for, as `headroom status` shows them: those that are decided on here, and in
    /// `adapter` mode those that the cluster's controller runs.
    Map<String, Object> hpas() {
        return switch (mode) {
            case DecidingMode decides -> new HpaViews(decides.loops(), log, startedAt).all(operator.now());
            case AdapterMode serves -> Map.of("time", operator.now(), "items", serves.hpas());
            case Mode _ -> throw new IllegalStateException("a mode without autoscalers");
        };
    }

    /// `/api/headroom/v1/status`, but for what [Operator#view] says.
    ///
    /// @param namespace of the objects and pods that are shown; empty for all
    Map<String, Object> status(String namespace) {
        var troubles = new ArrayList<>(operator.view().troubles());
        observation.ifPresent(each -> troubles.addAll(each.scrapeTroubles()));
        mode.troubles().forEach((key, lines) -> {
            if (namespace.isEmpty() || key.startsWith(namespace + "/")) {
                lines.forEach(line -> troubles.add(key + ": " + line));
            }
        });
        var autoscalers = mode.autoscalers();
        var shown = autoscalers.stream()
                .filter(each -> namespace.isEmpty() || each.namespace().equals(namespace))
                .toList();
        var status = new LinkedHashMap<String, Object>();
        status.put("time", operator.now());
        status.put("server", Map.of("version", Version.TEXT, "startedAt", startedAt));
        status.put("autoscalers", shown);
        status.put("elsewhere", autoscalers.size() - shown.size());
        status.put("pods", cluster.podsOf(shown, operator.now()));
        status.put("alerts", observation.map(ClusterObservation::alerts).orElse(List.of()));
        status.put("troubles", troubles);
        return status;
    }

    /// `/api/headroom/v1/explain`.
    ///
    /// @throws ApiException when there is nothing to explain
    Map<String, Object> explain(Parameters parameters) {
        var view = operator.view();
        if (view.mode() == OperatorMode.AUTOSCALER && !view.acting()) {
            var why = view.rival()
                    .map(each -> "KEDA's operator runs (" + each + "), so nothing is decided here")
                    .orElseGet(() -> view.leader().isEmpty()
                            ? "nobody leads yet; ask again in a moment"
                            : '"' + view.leader() + "\" leads and decides; ask that one");
            throw new ApiException(409, "not_leading", why);
        }
        return mode.explain(parameters);
    }

    Map<String, String> refusals() {
        return mode instanceof DecidingMode decides ? decides.refusals() : Map.of();
    }
}
