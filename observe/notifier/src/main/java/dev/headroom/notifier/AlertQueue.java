package dev.headroom.notifier;

import dev.headroom.config.AlertingConfig.Alertmanagers;
import dev.headroom.model.Labels;
import dev.headroom.rules.Notification;
import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The alerts that one Alertmanager has yet to be told.
///
/* notes
 * 1. `waiting` holds the newest word on each alert, in the order in which the alerts came; a newer word takes the place
 *    of an older one, so the queue is never longer than there are alerts.
 * 2. At most one batch is under way. What it brought leaves `waiting`, unless a newer word came meanwhile.
 * 3. A failed batch is tried again, after a pause that doubles up to a minute; so a resolved alert is sent until it is
 *    known. What the Alertmanager refuses is dropped.
 * Invariant: an alert leaves the queue only delivered, refused, or because more than CAPACITY alerts wait. */
final class AlertQueue {

    /// Alerts that wait for one Alertmanager (limit `alertQueue`); the oldest is dropped for one more.
    static final int CAPACITY = 10_000;

    /// Alerts sent at once, as Prometheus does.
    static final int BATCH = 64;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(AlertQueue.class);

    private final String url;
    private final Alertmanagers how;
    private final AlertSender sender;
    private final Timeline timeline;
    private final Map<Labels, Notification> waiting = new LinkedHashMap<>();
    private Duration pause = Duration.ZERO;
    private boolean busy;
    private boolean closed;
    private long sent;
    private long errors;
    private long dropped;
    private String trouble = "";

    AlertQueue(String url, Alertmanagers how, AlertSender sender, Timeline timeline) {
        this.url = url;
        this.how = how;
        this.sender = sender;
        this.timeline = timeline;
    }

    String url() {
        return url;
    }

    synchronized void add(Notification alert) {
        waiting.put(alert.labels(), alert);
        if (waiting.size() > CAPACITY) {
            waiting.remove(waiting.keySet().iterator().next());
            dropped++;
        }
        next();
    }

    private void next() {
        if (busy || closed || waiting.isEmpty()) {
            return;
        }
        busy = true;
        var batch = new LinkedHashMap<Labels, Notification>();
        waiting.entrySet().stream()
                .limit(BATCH)
                .forEach(entry -> batch.put(entry.getKey(), entry.getValue()));
        var _ = sender.send(url, AlertJson.text(batch.values()), how)
                .thenAccept(outcome -> ended(batch, outcome));
    }

    private synchronized void ended(Map<Labels, Notification> batch, AlertSender.Outcome outcome) {
        switch (outcome) {
            case AlertSender.Outcome.Delivered _ -> {
                batch.forEach(waiting::remove);
                sent += batch.size();
                pause = Duration.ZERO;
                trouble = "";
                LOG.debug("{}: {} alerts delivered", url, batch.size());
            }
            case AlertSender.Outcome.Refused refused -> {
                batch.forEach(waiting::remove);
                errors++;
                dropped += batch.size();
                told(refused.why() + "; " + batch.size() + " alerts are dropped");
            }
            case AlertSender.Outcome.Unreachable unreachable -> {
                errors++;
                var doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
                told(unreachable.why() + "; tried again");
            }
        }
        if (pause.isZero()) {
            busy = false;
            next();
        } else {
            timeline.after(pause, this::again);
        }
    }

    private synchronized void again() {
        busy = false;
        next();
    }

    private void told(String what) {
        if (!trouble.equals(what)) {
            LOG.warn("Alertmanager {}: {}", url, what);
        }
        trouble = what;
    }

    synchronized AlertNotifier.Instance status() {
        return new AlertNotifier.Instance(url, sent, errors, dropped, waiting.size(), trouble);
    }

    /// What waits, for a queue that takes over.
    synchronized Map<Labels, Notification> close() {
        closed = true;
        return new LinkedHashMap<>(waiting);
    }
}
