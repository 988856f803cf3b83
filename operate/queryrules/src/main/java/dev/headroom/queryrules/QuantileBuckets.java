package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Observed;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/// Quantiles compared with a number that the buckets cannot tell from others.
///
/* A quantile in the bucket without an upper bound is given as the highest finite bound, so nothing above it is ever
 * seen; an autoscaler needs a tenth more than its target before it moves. Between two bounds the quantile is a straight
 * line whatever the requests did, so the error is as large as the bucket. */
final class QuantileBuckets implements QueryRule {

    private static final double TOLERANCE = 1.1;
    private static final double COARSE = 2;

    @Override
    public String id() {
        return "quantile-buckets";
    }

    @Override
    public String title() {
        return "A quantile is compared with a number beyond or between the bounds of its buckets";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        var observed = drafts.settings().observed();
        return Thresholds.of(query, expr, drafts).flatMap(threshold -> threshold.quantile().stream()
                .flatMap(call -> Thresholds.bucketSeries(call).stream())
                .flatMap(series -> observed.bounds(series).stream()
                        .flatMap(bounds -> finding(query, threshold, series, bounds, observed))));
    }

    private Stream<Finding> finding(
            Query query, Thresholds threshold, String series, List<Double> bounds, Observed observed) {
        double wanted = threshold.value();
        double highest = bounds.getLast();
        if (wanted * (threshold.scales() ? TOLERANCE : 1) >= highest) {
            return Stream.of(error(
                    threshold.place(),
                    query.what() + ": expected a number below the highest bound of " + series + ", which is "
                            + words(highest)
                            + (threshold.scales() ? " (with the tolerance of a tenth)" : "") + " on " + observed.where()
                            + ", got " + threshold.text()
                            + ": a quantile is never larger than that bound, so this is never passed; add buckets above"
                            + " it"));
        }
        double below = bounds.stream().filter(bound -> bound <= wanted).reduce((_, last) -> last).orElse(0.0);
        double above = bounds.stream().filter(bound -> bound >= wanted).findFirst().orElse(highest);
        boolean coarse = below != above && (below == 0 ? above > COARSE * wanted : above / below > COARSE);
        return coarse
                ? Stream.of(warning(
                        threshold.place(),
                        query.what() + ": expected a bound of " + series + " at " + threshold.text() + ", got buckets"
                                + " from "
                                + words(below) + " to " + words(above) + " on " + observed.where()
                                + ": in between the quantile is a guess; add a bucket at the objective"))
                : Stream.empty();
    }

    private static String words(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
