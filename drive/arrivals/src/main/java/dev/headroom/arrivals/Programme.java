package dev.headroom.arrivals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The traffic of a whole run, in phases that are announced before it starts. Verdicts on the run use the phases: an
/// objective counts outside the adaptation windows only.
///
/// @param source what the gaps between requests are, for the report
/// @param phases without gaps, in order
public record Programme(String source, List<Phase> phases, Arrivals arrivals) {

    /// How long an autoscaler may take from a rise in load to the replicas for it: deciding, starting, warming up.
    public static final Duration ADAPTATION = Duration.ofSeconds(40);

    /// Drifts of a recording slower than this are taken out before it follows another rate.
    private static final Duration DRIFT_WINDOW = Duration.ofSeconds(60);

    /// Into how many phases a replayed trace is cut.
    private static final int REPLAY_PHASES = 12;

    /// A phase whose rate is this many times that of the one before needs replicas that are not there yet.
    private static final double RISE = 1.15;

    public Programme {
        phases = List.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("a programme needs at least one phase");
        }
    }

    /// Flat, ramp, spike, flat: recorded gaps at rates between `base` and `peak`, over `total`. The last phase is the
    /// longest, so that an autoscaler can show that it comes back.
    public static Programme demo(Recorded recording, Duration total, double base, double peak) {
        double middle = base + (peak - base) * 0.4;
        var flat = part(total, 0.18);
        var ramp = part(total, 0.17);
        var spike = part(total, 0.25);
        var end = total.minus(flat).minus(ramp).minus(spike);
        var shape = new Shape.Sequence(List.of(
                Shape.constant(base, flat),
                new Shape.Ramp(base, middle, ramp),
                Shape.constant(peak, spike),
                Shape.constant(base, end)));
        var rampStart = flat;
        var spikeStart = flat.plus(ramp);
        var endStart = spikeStart.plus(spike);
        var phases = List.of(
                new Phase("flat", Duration.ZERO, rampStart, base, base, Duration.ZERO),
                new Phase("ramp", rampStart, spikeStart, base, middle, ramp),
                new Phase("spike", spikeStart, endStart, peak, peak, shorter(ADAPTATION, spike)),
                new Phase("end", endStart, total, base, base, Duration.ZERO));
        return new Programme("recorded gaps at announced rates", phases, recording.warp(shape, DRIFT_WINDOW));
    }

    /// The demo's programme over the recording that ships with Headroom.
    public static Programme demo(Duration total, double base, double peak) {
        return demo(ShippedTrace.conversation(), total, base, peak);
    }

    /// A trace as it was recorded, stretched to `total` and multiplied so that its busiest phase has `peak` requests
    /// per second. Its phases are twelve equal slices; those in which the rate rises are announced.
    public static Programme replay(Arrivals trace, Duration total, double peak, long seed) {
        if (trace.duration().isZero() || trace.expected() < 1) {
            throw new IllegalArgumentException("a trace without arrivals cannot be replayed");
        }
        var stretched = trace.stretch(Seconds.of(total) / Seconds.of(trace.duration()));
        double busiest = 0;
        for (double rate : sliceRates(stretched, total)) {
            busiest = Math.max(busiest, rate);
        }
        var arrivals = stretched.multiply(peak / busiest, seed);
        return new Programme("a recorded trace, rescaled", slices(sliceRates(arrivals, total), total), arrivals);
    }

    private static double[] sliceRates(Arrivals arrivals, Duration total) {
        var rates = new double[REPLAY_PHASES];
        double slice = Seconds.of(total) / REPLAY_PHASES;
        var cursor = arrivals.cursor();
        for (long at = cursor.next(); at != Arrivals.Cursor.END; at = cursor.next()) {
            rates[(int) Math.min(REPLAY_PHASES - 1, Seconds.ofNanos(at) / slice)] += 1 / slice;
        }
        return rates;
    }

    private static List<Phase> slices(double[] rates, Duration total) {
        var phases = new ArrayList<Phase>();
        for (int i = 0; i < REPLAY_PHASES; i++) {
            var start = total.multipliedBy(i).dividedBy(REPLAY_PHASES);
            var end = total.multipliedBy(i + 1).dividedBy(REPLAY_PHASES);
            boolean rises = i > 0 && rates[i] > rates[i - 1] * RISE;
            var adaptation = rises ? shorter(ADAPTATION, end.minus(start)) : Duration.ZERO;
            phases.add(new Phase("slice " + (i + 1), start, end, rates[i], rates[i], adaptation));
        }
        return phases;
    }

    private static Duration part(Duration total, double share) {
        return Seconds.times(total, share);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public Duration duration() {
        return phases.getLast().end();
    }

    /// The phase at `offset`; empty outside the programme.
    public Optional<Phase> phaseAt(Duration offset) {
        return phases.stream().filter(phase -> phase.contains(offset)).findFirst();
    }

    /// The announced requests per second at `offset`; zero outside the programme.
    public double rateAt(Duration offset) {
        return phaseAt(offset).map(phase -> phase.rateAt(offset)).orElse(0.0);
    }

    /// Whether `offset` lies in an announced adaptation window, where the objective does not count.
    public boolean adapting(Duration offset) {
        return phaseAt(offset)
                .filter(phase -> offset.compareTo(phase.adaptedAt()) < 0)
                .isPresent();
    }
}
