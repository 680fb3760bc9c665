package dev.breakwater.cli.report;

import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.report.Wording;
import java.util.Comparator;
import java.util.List;

/** The dearest functions, a bar each, in the colour of their risk. */
final class ExposureBars {

    private static final int BARS_AT_MOST = 15;
    private static final int LEFT = 200;
    private static final int RIGHT = SvgPlot.WIDTH - 90;
    private static final int ROW = 22;
    private static final int NAME_CHARACTERS = 28;

    private ExposureBars() {}

    static void draw(Markup page, List<FunctionExposure> functions) {
        List<FunctionExposure> dearest = functions.stream()
                .sorted(Comparator.comparingDouble(
                                (FunctionExposure f) -> f.cost().usdPerHour())
                        .reversed())
                .limit(BARS_AT_MOST)
                .toList();
        if (dearest.isEmpty() || dearest.get(0).cost().usdPerHour() <= 0) return;
        page.open("section", "id", "dearest").leaf("h2", "The dearest, USD an hour at the limit that holds");
        page.open("div", "class", "wide");
        String size = "0 0 " + SvgPlot.WIDTH + " " + (ROW * dearest.size() + 4);
        page.open("svg", "viewBox", size, "role", "img", "aria-label", "USD an hour of the dearest functions");
        double most = dearest.get(0).cost().usdPerHour();
        for (int i = 0; i < dearest.size(); i++) bar(page, dearest.get(i), most, ROW * i);
        page.close().close();
        legend(page);
        page.close();
    }

    private static void bar(Markup svg, FunctionExposure f, double most, int top) {
        double width = Math.max(1, (RIGHT - LEFT) * f.cost().usdPerHour() / most);
        String text = String.valueOf(top + 15);
        svg.leaf(
                "text",
                shortened(f.key().function()),
                "class",
                "name",
                "x",
                LEFT - 10,
                "y",
                text,
                "text-anchor",
                "end");
        String type = "bar risk " + RiskStyle.of(f.risk());
        svg.empty("rect", "class", type, "x", LEFT, "y", top + 5, "width", Marks.px(width), "height", 12, "rx", 2);
        svg.leaf(
                "text",
                Wording.usd(f.cost().usdPerHour()),
                "class",
                "name",
                "x",
                Marks.px(LEFT + width + 8),
                "y",
                text);
    }

    private static String shortened(String name) {
        return name.length() <= NAME_CHARACTERS ? name : name.substring(0, NAME_CHARACTERS) + "…";
    }

    private static void legend(Markup page) {
        page.open("p", "class", "legend");
        key(page, "critical", "anyone can start it");
        key(page, "error", "can start itself");
        key(page, "warning", "other accounts can, or it is not known who can");
        key(page, "info", "only its own account can");
        page.close();
    }

    private static void key(Markup page, String type, String text) {
        page.open("span")
                .leaf("i", "", "class", "key k-" + type)
                .text(" " + text)
                .close();
    }
}
