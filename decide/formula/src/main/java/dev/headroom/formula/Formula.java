package dev.headroom.formula;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// A compiled expression over named numbers.
public final class Formula {

    private final String text;
    private final Node node;

    private Formula(String text, Node node) {
        this.text = text;
        this.node = node;
    }

    /// Compiles a formula and tries it once, with -1 for every name.
    ///
    /// @param names that the formula may use
    /// @throws FormulaException for a formula that can never work, names that are not known among the reasons
    public static Formula compile(String text, Set<String> names) {
        var node = Parser.parse(text);
        Checker.check(text, node, names);
        var formula = new Formula(text, node);
        var trial = new HashMap<String, Value>();
        names.forEach(name -> trial.put(name, new Value.Number(-1)));
        formula.evaluate(trial);
        return formula;
    }

    /// @param values by name; a name that is not there is nil
    /// @throws FormulaException for values that the formula cannot take
    public Value evaluate(Map<String, Value> values) {
        return new Evaluator(text, values).value(node);
    }

    @Override
    public String toString() {
        return text;
    }
}
