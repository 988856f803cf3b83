// A k6 user that asks for one page as fast as it can.
import http from 'k6/http';

export default function () {
    http.get(__ENV.URL);
}
