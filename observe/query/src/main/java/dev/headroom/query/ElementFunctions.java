package dev.headroom.query;

import java.time.YearMonth;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// The functions that make one number of one number.
final class ElementFunctions {

    private static final Map<String, DoubleUnaryOperator> MATHEMATICS = Map.ofEntries(
            Map.entry("abs", Math::abs),
            Map.entry("acos", Math::acos),
            Map.entry("acosh", ElementFunctions::acosh),
            Map.entry("asin", Math::asin),
            Map.entry("asinh", ElementFunctions::asinh),
            Map.entry("atan", Math::atan),
            Map.entry("atanh", value -> 0.5 * Math.log1p(2 * value / (1 - value))),
            Map.entry("ceil", Math::ceil),
            Map.entry("cos", Math::cos),
            Map.entry("cosh", Math::cosh),
            Map.entry("deg", value -> value * 180 / Math.PI),
            Map.entry("exp", Math::exp),
            Map.entry("floor", Math::floor),
            Map.entry("ln", Math::log),
            Map.entry("log10", Math::log10),
            Map.entry("log2", ElementFunctions::log2),
            Map.entry("rad", value -> value * Math.PI / 180),
            Map.entry("sgn", value -> value < 0 ? -1 : value > 0 ? 1 : value),
            Map.entry("sin", Math::sin),
            Map.entry("sinh", Math::sinh),
            Map.entry("sqrt", Math::sqrt),
            Map.entry("tan", Math::tan),
            Map.entry("tanh", Math::tanh));

    private static final Map<String, ToDoubleFunction<CalendarTime>> CALENDAR = Map.of(
            "day_of_month", time -> time.inCycle().getDayOfMonth(),
            "day_of_week", time -> time.inCycle().getDayOfWeek().getValue() % 7,
            "day_of_year", time -> time.inCycle().getDayOfYear(),
            "days_in_month", time -> YearMonth.from(time.inCycle()).lengthOfMonth(),
            "hour", time -> time.inCycle().getHour(),
            "minute", time -> time.inCycle().getMinute(),
            "month", time -> time.inCycle().getMonthValue(),
            "year", CalendarTime::year);

    private ElementFunctions() {}

    static boolean isMathematics(String name) {
        return MATHEMATICS.containsKey(name);
    }

    static boolean isCalendar(String name) {
        return CALENDAR.containsKey(name);
    }

    /// The function of that name, of mathematics or, over seconds since the epoch, of the calendar in UTC.
    static DoubleUnaryOperator named(String name) {
        var field = CALENDAR.get(name);
        if (field != null) {
            return seconds -> field.applyAsDouble(CalendarTime.at(seconds));
        }
        var function = MATHEMATICS.get(name);
        if (function == null) {
            throw new IllegalArgumentException(name);
        }
        return function;
    }

    /// Rounds to the nearest multiple, halves upwards.
    static DoubleUnaryOperator rounding(double toNearest) {
        // Dividing by the inverse is what Prometheus does: it loses fewer digits.
        double inverse = 1 / toNearest;
        return value -> Math.floor(value * inverse + 0.5) / inverse;
    }

    private static double log2(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return Math.log(value);
        }
        int exponent = Math.getExponent(value);
        return exponent + Math.log(Math.scalb(value, -exponent)) / Math.log(2);
    }

    private static double asinh(double value) {
        double size = Math.abs(value);
        if (size < 0x1p-28 || Double.isInfinite(value)) {
            return value;
        }
        double result = size > 0x1p28
                ? Math.log(size) + Math.log(2)
                : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
        return Math.copySign(result, value);
    }

    private static double acosh(double value) {
        if (value < 1) {
            return Double.NaN;
        }
        if (value > 0x1p28) {
            return Math.log(value) + Math.log(2);
        }
        double above = value - 1;
        return Math.log1p(above + Math.sqrt(2 * above + above * above));
    }
}
