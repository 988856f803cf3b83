"""A locust user that asks for one page as fast as it can, with locust's quick client."""

from locust import FastHttpUser, constant, task


class Reader(FastHttpUser):
    wait_time = constant(0)

    @task
    def read(self):
        self.client.get("/")
