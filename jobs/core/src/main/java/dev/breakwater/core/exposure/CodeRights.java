package dev.breakwater.core.exposure;

import java.util.ArrayList;
import java.util.List;

/** Who outside the account may change a function's code, by its resource policy. */
final class CodeRights {

    private static final String UPDATE = "lambda:UpdateFunctionCode";

    private CodeRights() {}

    static List<String> of(FunctionReading f) {
        List<String> found = new ArrayList<>();
        for (Statement s : f.entrances().policy()) {
            if (!s.allow() || !s.grant().covers(UPDATE)) continue;
            if (s.principals().everyone()) found.add("its code can be replaced by everybody (" + s.title() + ")");
            if (s.principals().whom() == Principals.Whom.ALL_BUT) continue;
            for (String who : s.principals().aws()) {
                String owner = who.startsWith("arn:") ? Arn.account(who) : who;
                if (owner.equals(f.key().account())) continue;
                found.add("its code can be replaced from account " + owner + " (" + s.title() + ")");
            }
        }
        return found;
    }
}
