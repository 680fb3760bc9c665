package dev.breakwater.core.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** If it were compromised, what could it do? The rights of a role that are on the named list. */
final class Powers {

    private static final Map<String, Power> MANAGED = Map.of(
            "AdministratorAccess", Power.NEARLY_ANYTHING,
            "PowerUserAccess", Power.NEARLY_ANYTHING,
            "IAMFullAccess", Power.BECOME_ANYBODY,
            "AWSLambda_FullAccess", Power.CHANGE_CODE,
            "AWSLambdaFullAccess", Power.CHANGE_CODE,
            "AmazonEC2FullAccess", Power.START_MACHINES,
            "AmazonS3FullAccess", Power.DESTROY_STORES,
            "AmazonDynamoDBFullAccess", Power.DESTROY_STORES,
            "SecretsManagerReadWrite", Power.READ_SECRETS);

    private Powers() {}

    /** The worst first; with "nearly anything" the rest goes without saying. */
    static List<CouldDo> of(Role role) {
        List<CouldDo> found = new ArrayList<>();
        for (Power power : Power.values()) {
            CouldDo could = byName(role, power);
            if (could == null) could = byStatement(role, power);
            if (could == null) continue;
            found.add(could);
            if (power == Power.NEARLY_ANYTHING) break;
        }
        return found;
    }

    private static CouldDo byName(Role role, Power power) {
        for (String name : role.managed()) {
            if (MANAGED.get(name) == power) return new CouldDo(power, "everywhere", "managed policy " + name);
        }
        return null;
    }

    private static CouldDo byStatement(Role role, Power power) {
        CouldDo named = null;
        for (String action : power.actions()) {
            if (deniedEverywhere(role, action)) continue;
            for (Statement s : role.statements()) {
                if (!s.allow() || !s.grant().covers(action)) continue;
                String how = how(power, action, s);
                if (s.grant().everywhere()) return new CouldDo(power, "everywhere", how);
                if (named == null) named = new CouldDo(power, "on " + names(s), how);
            }
        }
        return power.evenByName() ? named : null;
    }

    private static String how(Power power, String action, Statement s) {
        String condition = s.conditions().isEmpty() ? "" : ", under a condition";
        return (power == Power.NEARLY_ANYTHING ? "all actions" : action) + condition;
    }

    private static boolean deniedEverywhere(Role role, String action) {
        return role.statements().stream()
                .anyMatch(s -> !s.allow()
                        && s.conditions().isEmpty()
                        && s.grant().covers(action)
                        && !s.grant().notResources()
                        && s.grant().everywhere());
    }

    private static String names(Statement s) {
        return String.join(", ", s.grant().resources().stream().map(Arn::brief).toList());
    }
}
