package dev.headroom.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Names say what a thing is: no word that fits everything in a type's name, no `get` in front of an accessor.
final class NamesRule implements Rule {

    private static final Pattern EMPTY_WORD =
            Pattern.compile("(Util|Utils|Helper|Helpers|Common|Misc|Manager|Impl)$|^(Base|Abstract|Default)[A-Z]");

    private static final Pattern GETTER = Pattern.compile(
            "^ {4,8}(?:public |protected |private |static |final )*[\\w<>\\[\\], .?@]+ (get[A-Z]\\w*)\\(\\)");

    @Override
    public List<Violation> check(Checkout checkout) {
        var violations = new ArrayList<Violation>();
        for (var file : checkout.files()) {
            if (!file.isJava()) {
                continue;
            }
            if (EMPTY_WORD.matcher(file.simpleName()).find()) {
                violations.add(new Violation(file.path(), 1, "names",
                        file.simpleName() + ": use the word of the field for what it does"));
            }
            for (int i = 0; i < file.lines().size(); i++) {
                var getter = GETTER.matcher(file.lines().get(i));
                boolean overrides = i > 0 && file.lines().get(i - 1).strip().equals("@Override");
                if (!overrides && getter.find() && !file.lines().get(i).contains("return ")) {
                    violations.add(new Violation(file.path(), i + 1, "names",
                            getter.group(1) + ": name it after what it gives, without get"));
                }
            }
        }
        return violations;
    }
}
