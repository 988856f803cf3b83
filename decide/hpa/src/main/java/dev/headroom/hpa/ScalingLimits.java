package dev.headroom.hpa;

import dev.headroom.hpa.Behavior.Policy;
import dev.headroom.hpa.Behavior.Rules;
import dev.headroom.hpa.Behavior.SelectPolicy;
import dev.headroom.hpa.HpaMemory.ScaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How far one pass may go: the policies of `behavior` over their periods, and `minReplicas` and `maxReplicas`.
final class ScalingLimits {

    /* notes
     *
     * A period's start is the current count less what was added and more what was taken away within it; events exactly
     * one period old are outside. Percentages are doubles in this association and order: `start * (1 + v/100)`, so 10 %
     * of 100 is 11. Without `behavior` one pass may double the replicas, or go to 4; in 32-bit integers that overflow.
     * An event's slot is reused once it is older than the longest period of its own direction.
     * Source: Kubernetes 1.36; held against recordings of it.
     */

    private ScalingLimits() {}

    /// @param reason of the condition ScalingLimited
    record Limited(int replicas, String reason, String message, boolean limited) {}

    private enum Bound {
        UP_RATE("ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate"),
        DOWN_RATE("ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate"),
        MAX("TooManyReplicas", "the desired replica count is more than the maximum replica count"),
        MIN("TooFewReplicas", "the desired replica count is less than the minimum replica count"),
        NONE("DesiredWithinRange", "the desired count is within the acceptable range");

        private final String reason;
        private final String message;

        Bound(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }

        Limited at(int replicas) {
            return new Limited(replicas, reason, message, this != NONE);
        }
    }

    static Limited withoutBehavior(int wanted, int current, int min, int max) {
        int rate = GoNumbers.toInt(Math.max(2.0 * current, 4.0));
        if (wanted < min) {
            return changed(Bound.MIN, min, wanted);
        }
        if (max > rate) {
            return wanted > rate ? Bound.UP_RATE.at(rate) : Bound.NONE.at(wanted);
        }
        return wanted > max ? Bound.MAX.at(max) : Bound.NONE.at(wanted);
    }

    private static Limited changed(Bound bound, int replicas, int wanted) {
        var limited = bound.at(replicas);
        return new Limited(replicas, limited.reason(), limited.message(), replicas != wanted);
    }

    static Limited withBehavior(
            int wanted, int current, HorizontalPodAutoscaler hpa, Behavior behavior, Events events) {
        if (wanted > current) {
            int rate = Math.max(upLimit(current, behavior.scaleUp(), events), current);
            int ceiling = Math.min(hpa.maxReplicas(), rate);
            return wanted > ceiling
                    ? (hpa.maxReplicas() > rate ? Bound.UP_RATE : Bound.MAX).at(ceiling)
                    : Bound.NONE.at(wanted);
        }
        if (wanted < current) {
            int rate = Math.min(downLimit(current, behavior.scaleDown(), events), current);
            int floor = Math.max(hpa.minReplicas(), rate);
            return wanted < floor
                    ? (hpa.minReplicas() < rate ? Bound.DOWN_RATE : Bound.MIN).at(floor)
                    : Bound.NONE.at(wanted);
        }
        return Bound.NONE.at(wanted);
    }

    /// The events of both directions, and the instant from which periods are counted back.
    record Events(List<ScaleEvent> ups, List<ScaleEvent> downs, Instant now) {

        int start(int current, Policy policy) {
            var cutoff = now.minusSeconds(policy.periodSeconds());
            return current - sum(ups, cutoff) + sum(downs, cutoff);
        }

        private static int sum(List<ScaleEvent> events, Instant cutoff) {
            int sum = 0;
            for (var event : events) {
                if (event.at().isAfter(cutoff)) {
                    sum += event.change();
                }
            }
            return sum;
        }
    }

    private static int upLimit(int current, Rules rules, Events events) {
        if (rules.selectPolicy() == SelectPolicy.DISABLED) {
            return current;
        }
        boolean least = rules.selectPolicy() == SelectPolicy.MIN;
        int limit = least ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        for (var policy : rules.policies()) {
            int start = events.start(current, policy);
            int to = switch (policy.type()) {
                case PODS -> start + policy.value();
                case PERCENT -> GoNumbers.ceil((double) start * (1.0 + (double) policy.value() / 100.0));
            };
            limit = least ? Math.min(limit, to) : Math.max(limit, to);
        }
        return limit;
    }

    private static int downLimit(int current, Rules rules, Events events) {
        if (rules.selectPolicy() == SelectPolicy.DISABLED) {
            return current;
        }
        boolean least = rules.selectPolicy() == SelectPolicy.MIN;
        int limit = least ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (var policy : rules.policies()) {
            int start = events.start(current, policy);
            int to = switch (policy.type()) {
                case PODS -> start - policy.value();
                case PERCENT -> GoNumbers.toInt((double) start * (1.0 - (double) policy.value() / 100.0));
            };
            limit = least ? Math.max(limit, to) : Math.min(limit, to);
        }
        return limit;
    }

    /// The events of one direction with a new one in the last slot that is free, or at the end.
    static List<ScaleEvent> noted(List<ScaleEvent> before, int change, Instant now, Duration longestPeriod) {
        var cutoff = now.minus(longestPeriod);
        var all = new ArrayList<ScaleEvent>();
        int old = -1;
        for (var event : before) {
            boolean outdated = event.at().isBefore(cutoff);
            if (outdated) {
                old = all.size();
            }
            all.add(new ScaleEvent(event.change(), event.at(), event.outdated() || outdated));
        }
        var entry = new ScaleEvent(change, now, false);
        if (old >= 0) {
            all.set(old, entry);
        } else {
            all.add(entry);
        }
        return all;
    }
}
