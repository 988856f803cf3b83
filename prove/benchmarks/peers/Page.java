import io.vertx.core.Vertx;

/// A page of two bytes, for load generators to ask for.
void main(String[] arguments) {
    var vertx = Vertx.vertx();
    vertx.createHttpServer()
            .requestHandler(request -> request.response().end("ok"))
            .listen(Integer.parseInt(arguments[0]), "127.0.0.1");
}
