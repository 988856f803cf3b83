package dev.headroom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrometheusApiTest {

    private static List<String> annotations(String kind, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> kind + i).toList();
    }

    private static String body(List<String> warnings, List<String> infos) {
        var api = new PrometheusApi().with("query", _ -> new Endpoint.Data(List.of("[]"), warnings, infos));
        return api.answer(new ApiRequest("GET", "/api/v1/query", "", "", Map.of())).body();
    }

    @Test
    void tenWarningsAndTenInfosAreTold() {
        assertEquals(
                """
                {"status":"success","data":[],\
                "warnings":["w1","w2","w3","w4","w5","w6","w7","w8","w9","w10"],\
                "infos":["i1","i2","i3","i4","i5","i6","i7","i8","i9","i10"]}""",
                body(annotations("w", 10), annotations("i", 10)));
    }

    @Test
    void ofMoreTheNumberIsTold() {
        assertEquals(
                """
                {"status":"success","data":[],\
                "warnings":["w1","w2","w3","w4","w5","w6","w7","w8","w9","w10","3 more warning annotations omitted"],\
                "infos":["i1","i2","i3","i4","i5","i6","i7","i8","i9","i10","1 more info annotations omitted"]}""",
                body(annotations("w", 13), annotations("i", 11)));
    }
}
