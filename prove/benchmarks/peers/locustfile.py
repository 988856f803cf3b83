"""Users of locust that ask for one page as fast as they can, with its quick client and with its usual one."""

from locust import FastHttpUser, HttpUser, constant, task


class Quick(FastHttpUser):
    wait_time = constant(0)

    @task
    def read(self):
        self.client.get("/")


class Usual(HttpUser):
    wait_time = constant(0)

    @task
    def read(self):
        self.client.get("/")
